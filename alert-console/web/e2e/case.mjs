// An alarm from the press to its end.
import { PATIENCE } from './desk.mjs';
import { expect } from './report.mjs';

const PRESSES_MEASURED = 5;

export async function seesAPress(report, desk) {
  const { page } = desk;
  await report.must('a press appears, with a masked name, its priority in colour, shape and word', async () => {
    const { id, alert, fromCommandMillis, fromReceivedMillis } = await desk.press();
    desk.case = id;
    const row = desk.row(id);
    expect((await row.locator('.alert__p').innerText()).includes('紧急'), 'the word of the priority');
    expect((await row.locator('.alert__p use').getAttribute('href')) === '#i-p1', 'the shape of the priority');
    expect(/[*＊]/.test(await row.locator('.alert__who b').innerText()) || alert.residentId === null, 'the name is not masked');
    report.figure('press command -> painted, ms', fromCommandMillis);
    report.figure('gateway received -> painted, ms', fromReceivedMillis);
  });
  await report.check('the title counts the urgent ones', async () => {
    expect(/▲\d/.test(await page.title()), `title is ${await page.title()}`);
    await desk.shot('queue-zh-dark');
  });
  await report.check('the sound is on after the first key', async () => {
    expect((await page.locator('.top .tag--hatch').count()) === 0, 'the browser blocks the sound');
  });
}

export async function claimsAndWorks(report, desk) {
  const { page } = desk;
  await report.must('Enter claims; the case shows the full name, the list stays masked', async () => {
    await desk.claim(desk.case);
    await page.waitForFunction(() => !document.querySelector('.case__who b')?.textContent?.includes('*'), null, { timeout: PATIENCE });
    expect((await desk.row(desk.case).locator('.alert__who b').innerText()).includes('*'), 'the list shows the full name');
    const owner = (await desk.open()).find((alert) => alert.id === desk.case)?.owner;
    expect(owner === desk.given.login, `the server says that ${owner} holds it`);
    await desk.shot('case-zh-dark');
  });
  await report.check('a second press calls again, Enter acknowledges it', async () => {
    const { id } = await desk.press();
    expect(id === desk.case, 'the press opened another alert');
    await page.waitForSelector('[data-notice="again"]', { timeout: PATIENCE });
    await desk.shot('again-zh-dark');
    await page.keyboard.press('Enter');
    await page.waitForSelector('[data-notice="again"]', { state: 'detached', timeout: PATIENCE });
  });
  await report.check('a note and a quick phrase come into the time line', async () => {
    await page.click('[data-focus="note"]');
    await page.keyboard.type('呼叫三次 1 2 3 j k ? /');
    await page.keyboard.press('Enter');
    await page.waitForSelector('.step__what:has-text("呼叫三次 1 2 3 j k ? /")', { timeout: PATIENCE });
    expect((await page.inputValue('[data-focus="note"]')) === '', 'the draft stayed');
    await page.locator('div.phrases .btn').nth(2).click();
    await page.waitForSelector('.step__what:has-text("意识清楚")', { timeout: PATIENCE });
  });
  await report.must('after a reload the case in hand is on the screen', async () => {
    await page.reload();
    await desk.isLive();
    await page.waitForSelector('[data-owner="mine"]', { timeout: PATIENCE });
    await desk.choose(desk.case);
  });
}

export async function closesACase(report, desk) {
  const { page } = desk;
  await desk.speak('zh-CN');
  await desk.look('dark');
  await desk.choose(desk.case);
  await report.check('a false press is not closed before it was verified', async () => {
    await page.keyboard.press('3');
    await page.waitForSelector('dialog.dlg[open]', { timeout: PATIENCE });
    await desk.shot('closing-zh-dark');
    await page.keyboard.press('Control+Enter');
    await page.waitForSelector('.dlg__why', { timeout: PATIENCE });
    expect((await desk.open()).some((alert) => alert.id === desk.case), 'it was closed');
    await page.keyboard.press('Escape');
    await page.waitForSelector('dialog.dlg', { state: 'detached', timeout: PATIENCE });
  });
  await report.check('a false press is closed in three keys', async () => {
    for (const key of ['3', 'z', 'Control+Enter']) {
      await page.keyboard.press(key);
    }
    await page.waitForSelector(`[data-alert="${desk.case}"]`, { state: 'detached', timeout: PATIENCE });
    expect(!(await desk.open()).some((alert) => alert.id === desk.case), 'it is still open');
  });
  await report.check('English: press, claim with Enter, close with Ctrl+Enter', async () => {
    await desk.speak('en');
    const { id } = await desk.press();
    await desk.claim(id);
    expect((await page.innerText('[data-owner="mine"]')).includes('Mine'), 'not in English');
    await desk.shot('case-en-dark');
    await desk.close(['2']);
    await page.waitForSelector(`[data-alert="${id}"]`, { state: 'detached', timeout: PATIENCE });
  });
  await measures(report, desk);
  await desk.speak('zh-CN');
}

/** How fast a press is on the screen, several times; a figure, never a gate. */
async function measures(report, desk) {
  await report.check(`${PRESSES_MEASURED} more presses are seen, claimed and closed`, async () => {
    const fromCommand = [];
    const fromReceived = [];
    for (let n = 0; n < PRESSES_MEASURED; n++) {
      const { id, fromCommandMillis, fromReceivedMillis } = await desk.press();
      fromCommand.push(fromCommandMillis);
      fromReceived.push(fromReceivedMillis);
      await desk.claim(id);
      await desk.close(['2']);
    }
    for (const [name, times] of [['press command', fromCommand], ['gateway received', fromReceived]]) {
      times.sort((a, b) => a - b);
      report.figure(`${name} -> painted, ms (median, largest of ${PRESSES_MEASURED})`, `${times[Math.floor(times.length / 2)]}, ${times.at(-1)}`);
    }
  });
}
