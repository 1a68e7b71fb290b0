// The keys, and what must never be taken for one.
import { PATIENCE } from './desk.mjs';
import { expect } from './report.mjs';

export async function knowsItsKeys(report, desk) {
  const { page } = desk;
  await report.check('Enter of an input method claims nothing', async () => {
    await page.evaluate(() => {
      for (const more of [{ isComposing: true }, { keyCode: 229 }]) {
        document.body.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', bubbles: true, ...more }));
        document.body.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', ctrlKey: true, bubbles: true, ...more }));
      }
    });
    // a claim would be on its way by now; the next answer of the server tells
    const owner = (await desk.open()).find((alert) => alert.id === desk.case)?.owner;
    expect(owner === null, `${owner} holds it`);
    expect((await page.locator('dialog').count()) === 0, 'a dialogue opened');
  });
  await report.check('J and K walk through the list', async () => {
    await page.keyboard.press('j');
    await page.waitForSelector('.alert[aria-current="true"]', { timeout: PATIENCE });
    await desk.choose(desk.case);
  });
  await report.check('? opens the help and closes it, axe 0', async () => {
    await page.keyboard.press('?');
    await page.waitForSelector('.dlg--help[open]', { timeout: PATIENCE });
    await desk.axe();
    await desk.shot('help-zh-dark');
    await page.keyboard.press('?');
    await page.waitForSelector('.dlg--help', { state: 'detached', timeout: PATIENCE });
  });
  await report.check('/ searches, Esc gives the list back', async () => {
    await page.keyboard.press('/');
    await page.waitForSelector('[data-focus="search"]:focus', { timeout: PATIENCE });
    await page.keyboard.type('no such person');
    await page.waitForSelector('.pane--queue .qnone', { timeout: PATIENCE });
    expect((await page.locator('.alert').count()) === 0, 'rows are still shown');
    await desk.axe();
    await page.keyboard.press('Escape');
    await desk.row(desk.case).waitFor({ timeout: PATIENCE });
  });
  await report.check('Space mutes for a minute, and again gives the sound back', async () => {
    const button = page.locator('.top button[aria-pressed]');
    await page.keyboard.press('Space');
    await page.waitForSelector('.top button[aria-pressed="true"]', { timeout: PATIENCE });
    expect(/00:|01:00/.test(await button.innerText()), 'no countdown');
    await page.keyboard.press('Space');
    await page.waitForSelector('.top button[aria-pressed="false"]', { timeout: PATIENCE });
  });
}
