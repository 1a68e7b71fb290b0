// The line to the server, and the race between two desks.
import { Desk, PATIENCE } from './desk.mjs';
import { expect } from './report.mjs';

/** Longer than the silence after which the line counts as lost. */
const LOST_WITHIN = 25_000;

export async function findsALostLine(report, desk, wire) {
  const { page } = desk;
  await report.check('a line that goes dead without being cut is found within the silence', async () => {
    wire.deaden();
    await page.waitForSelector('[data-bar="lost"]', { timeout: LOST_WITHIN });
    wire.mend();
    await desk.isLive();
    await page.waitForSelector('[data-owner="mine"]', { timeout: PATIENCE });
  });
  await report.check('a lost line is a bar across the screen, axe 0', async () => {
    wire.cut();
    await page.waitForSelector('[data-bar="lost"]', { timeout: LOST_WITHIN });
    const width = await page.locator('[data-bar="lost"]').evaluate((bar) => bar.getBoundingClientRect().width);
    expect(width >= (await page.evaluate(() => document.documentElement.clientWidth)), 'the bar does not span the screen');
    expect((await page.title()).includes('断线'), 'the title does not say so');
    await desk.axe();
    await desk.shot('lost-zh-dark');
  });
  await report.check('the line comes back by itself and says so', async () => {
    wire.mend();
    const started = Date.now();
    await desk.isLive();
    report.figure('network back -> live, ms', Date.now() - started);
    await page.waitForSelector('[data-bar="back"]', { timeout: PATIENCE });
    await page.waitForSelector('[data-bar="lost"]', { state: 'detached', timeout: PATIENCE });
    await page.waitForSelector('[data-owner="mine"]', { timeout: PATIENCE });
  });
}

/**
 * Keeps the claims of a page on their way until the function that it gives is called. Done within the page: a browser
 * that is told to intercept lets requests of the first moment through.
 */
async function holdClaims(page) {
  await page.evaluate(() => {
    const { fetch } = window;
    const held = new Promise((resolve) => (window.letClaimsGo = resolve));
    window.fetch = (path, init) => (String(path).endsWith('/claim') ? held.then(() => fetch(path, init)) : fetch(path, init));
  });
  return () => page.evaluate(() => window.letClaimsGo());
}

/** Two operators press Enter: the slower one is told who was faster. Needs a second login. */
export async function tellsWhoWasFaster(report, desk, browser) {
  const { page, given } = desk;
  if (given.secondLogin === '') {
    console.log('     no LOGIN2: the race of two desks is left out');
    return;
  }
  await report.check('the loser of a claim is told who was faster', async () => {
    const other = await Desk.open(browser, given);
    await other.page.goto(`${given.base}/`);
    await other.page.waitForSelector('input[name=user]', { timeout: PATIENCE });
    await other.logIn(given.secondLogin, given.secondPassword);
    await other.isLive();
    // give our own case back, so that both may take it
    await desk.choose(desk.case);
    await page.click('[data-act="release"]');
    await page.waitForSelector('[data-owner="none"]', { timeout: PATIENCE });
    const letGo = await holdClaims(page);
    await page.keyboard.press('Enter');
    await other.claim(desk.case).finally(letGo);
    await page.waitForSelector('[data-notice="lost"]', { timeout: PATIENCE });
    expect(/秒前已接/.test(await page.innerText('[data-notice="lost"]')), 'not told when');
    await desk.axe();
    await desk.shot('race-zh-dark');
    await other.page.click('[data-act="release"]');
    await page.waitForSelector(`[data-alert="${desk.case}"].is-abandoned`, { timeout: PATIENCE });
    await other.page.context().close();
    await desk.claim(desk.case);
  });
}
