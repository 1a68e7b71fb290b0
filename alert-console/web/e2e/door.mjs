// The way in and the way out.
import { PATIENCE } from './desk.mjs';
import { expect } from './report.mjs';

export async function asksForAPassword(report, desk) {
  const { page, given } = desk;
  await report.check('the console answers with a strict policy and is never kept', async () => {
    const answer = await page.goto(`${given.base}/`);
    const headers = answer.headers();
    expect(/default-src 'self'/.test(headers['content-security-policy'] ?? ''), 'no content security policy');
    expect(!/unsafe/.test(headers['content-security-policy']), 'the policy allows something unsafe');
    expect(/no-store/.test(headers['cache-control'] ?? ''), 'index.html may be kept');
  });
  await report.check('login page, Chinese first, axe 0', async () => {
    await page.waitForSelector('input[name=user]', { timeout: PATIENCE });
    expect((await page.textContent('h2')) === '登录', 'the login is not in Chinese');
    await desk.axe();
    await desk.fitsWidth();
    await desk.shot('login-zh-light');
  });
  await report.check('login page, English and dark, axe 0', async () => {
    const set = page.locator('.login__set button');
    await set.nth(0).click();
    await page.waitForSelector('html[lang=en]');
    await set.nth(1).click();
    await desk.shot('login-en-dark');
    await desk.axe().finally(async () => {
      await set.nth(0).click();
      await set.nth(1).click();
    });
  });
  await report.check('a wrong password is refused in words', async () => {
    await desk.logIn(given.login, 'certainly not this one');
    await page.waitForSelector('[role=alert]', { timeout: PATIENCE });
    await desk.axe();
  });
  await report.must('login opens the desk, live', async () => {
    await desk.logIn();
    await desk.isLive();
    expect((await page.title()).includes('值守台'), 'title');
  });
}

export async function forgetsAtLogout(report, desk) {
  const { page, given } = desk;
  await report.check('logging out leaves nothing in the browser and closes the desk', async () => {
    await desk.menu(3);
    await page.waitForSelector('input[name=user]', { timeout: PATIENCE });
    expect((await page.evaluate(() => localStorage.length + sessionStorage.length)) === 0, 'something is kept in the browser');
    await page.goto(`${given.base}/#/`);
    await page.waitForSelector('input[name=user]', { timeout: PATIENCE });
    expect((await page.locator('.desk').count()) === 0, 'the desk is open without a login');
  });
}
