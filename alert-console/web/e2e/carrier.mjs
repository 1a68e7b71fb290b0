// The telephones of a demo: a call rings there, and whoever looks answers in the person's place.
import { isPressed, PATIENCE } from './desk.mjs';
import { everyLook } from './engineer.mjs';
import { expect } from './report.mjs';

export async function answersForSomebody(report, desk) {
  const { page, given } = desk;
  let alert = '';
  await report.check('a call that goes out rings on the telephones of the demo, with its words', async () => {
    await page.click('[data-nav="carrier"]');
    await page.waitForSelector('.eng', { timeout: PATIENCE });
    await page.evaluate(async () => (await fetch('api/demo/carrier')).json());
    const before = new Map((await desk.open()).map((one) => [one.id, one.presses]));
    await desk.send(given.press);
    const pressed = await desk.until(async () => (await desk.open()).find((one) => isPressed(one, before, given.device)), 'the press became an alert');
    alert = pressed.id;
    const claimed = await command(page, `${alert}/claim`, { expectedVersion: pressed.version });
    expect(claimed.status === 200, `it is not claimed: ${claimed.text}`);
    const sent = await command(page, `${alert}/dispatch`, { actions: ['contacts'] });
    expect(sent.status === 200, `no help: ${sent.text}`);
    await page.waitForSelector('.phone--rings', { timeout: PATIENCE });
    expect((await page.locator('.phone--rings .phone__words').first().innerText()).includes('您现在能去看看吗'), 'the words are others');
  });
  await report.check('who presses 1 there comes, and the case says so', async () => {
    const ringing = page.locator('.phone--rings').first();
    const number = await ringing.getAttribute('data-item');
    await ringing.locator('[data-key="1"]').click();
    await page.waitForSelector(`[data-item="${number}"][data-told="ACCEPTED"]`, { timeout: PATIENCE });
    await desk.until(async () => {
      const detail = await page.evaluate(async (id) => (await fetch(`api/alerts/${id}`)).json(), alert);
      return detail.steps.some((step) => (step.reaches ?? []).some(({ state }) => state === 'ACCEPTED'));
    }, 'somebody comes');
  });
  await report.check('both languages, light and dark: the telephones fit, axe finds nothing', async () => {
    await everyLook(desk, 'carrier');
  });
  await page.click('[data-nav="desk"], a[href="#/"]');
  await page.waitForSelector('.desk', { timeout: PATIENCE });
}

function command(page, path, body) {
  return page.evaluate(
    async ([to, json]) => {
      const headers = { 'Content-Type': 'application/json', 'X-Convoy-Console': '1', 'Idempotency-Key': crypto.randomUUID() };
      const answer = await fetch(`api/alerts/${to}`, { method: 'POST', headers, body: JSON.stringify(json) });
      return { status: answer.status, text: await answer.text() };
    },
    [path, body],
  );
}
