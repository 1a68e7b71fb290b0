// An engineer brings a device, adopts one that calls, blocks one and gives one another secret.
import { Desk, PATIENCE } from './desk.mjs';
import { expect } from './report.mjs';

const LOOKS = ['zh-CN', 'en'].flatMap((language) => ['light', 'dark'].map((theme) => ({ language, theme })));

/** Needs the login of somebody who brings devices. */
export async function bringsDevices(report, desk, browser) {
  const { given } = desk;
  if (given.engineerLogin === '') {
    console.log('     no LOGIN4: the pages about devices are left out');
    return;
  }
  const other = await Desk.open(browser, given);
  const { page } = other;
  const name = `e2e-${Date.now()}`;
  let secret = '';
  await report.check('an engineer lands on the devices and finds one by a part of its id', async () => {
    await page.goto(`${given.base}/`);
    await page.fill('input[name=user]', given.engineerLogin);
    await page.fill('input[name=password]', given.engineerPassword);
    await page.keyboard.press('Enter');
    await page.waitForSelector('.eng, input[name=next]', { timeout: PATIENCE });
    if (await page.$('input[name=next]')) {
      await page.fill('input[name=current]', given.engineerPassword);
      await page.fill('input[name=next]', given.newPassword);
      await page.fill('input[name=repeat]', given.newPassword);
      await page.keyboard.press('Enter');
      given.engineerPassword = given.newPassword;
    }
    await page.waitForSelector('[data-device-row]', { timeout: PATIENCE });
    await everyLook(other, 'devices');
    await page.fill('input[name=q]', given.device);
    await page.waitForFunction((id) => [...document.querySelectorAll('[data-device-row]')].every((row) => row.dataset.deviceRow.includes(id)), given.device);
    expect((await page.locator('[data-device-row]').count()) > 0, 'it is not found');
    expect(/[*＊]/.test(await page.locator('[data-device-row]').first().innerText()), 'the name is not masked');
  });
  await report.check('a new device is added with the keyboard; its secret is shown once', async () => {
    await page.focus('[data-act="add"]');
    await page.keyboard.press('Enter');
    await page.fill('[data-form] input[name=device]', name);
    await page.fill('[data-form] input[name=model]', 'E2E');
    await page.focus('[data-form] input[name=resident]');
    await page.keyboard.type('demo', { delay: 5 });
    await page.waitForSelector('.picker__found button', { timeout: PATIENCE });
    await page.keyboard.press('Enter');
    await page.waitForSelector('.picker__chosen li', { timeout: PATIENCE });
    await other.axe();
    await page.focus('[data-form] input[name=model]');
    await page.keyboard.press('Enter');
    await page.waitForSelector('[data-notice="secret"] code', { timeout: PATIENCE });
    secret = await page.innerText('[data-notice="secret"] code');
    expect(secret.length >= 32, `the secret is ${secret.length} characters long`);
    await other.axe();
    await other.shot('engineer-added-zh-light');
    await page.click('[data-notice="added"] a');
    await page.waitForSelector('[data-card="connection"] [data-door]', { timeout: PATIENCE });
    expect(!(await page.content()).includes(secret), 'the secret is told again');
    expect((await page.innerText('[data-card="connection"]')).includes(`convoy/${name}/up/json`), 'the topic is not told');
  });
  await report.check('a new secret is in the example as long as it is shown; both are good for a while', async () => {
    await page.click('[data-act="rotate"]');
    await page.selectOption('select[name=overlap]', '7');
    await other.axe();
    await page.click('[data-card="secret"] button[type=submit]');
    await page.waitForSelector('[data-notice="secret"] code', { timeout: PATIENCE });
    const next = await page.innerText('[data-notice="secret"] code');
    expect(next !== secret, 'it is the former one');
    expect((await page.innerText('[data-card="connection"]')).includes(next), 'the example does not hold it');
    await everyLook(other, 'device');
    await page.click('[data-act="hide-secret"]');
    expect(!(await page.content()).includes(next), 'it is still on the page');
    await page.reload();
    await page.waitForSelector('[data-card="secret"]', { timeout: PATIENCE });
    expect(!(await page.content()).includes(next), 'it is told again');
  });
  await report.check('a blocked device that calls is an alert that says so', async () => {
    if (given.fall === '') {
      return;
    }
    await page.goto(`${given.base}/#/devices/${given.fallDevice}`);
    await page.waitForSelector('[data-card="state"][data-state="served"]', { timeout: PATIENCE });
    await page.click('[data-act="block"]');
    await page.fill('input[name=reason]', '试验');
    await page.keyboard.press('Enter');
    await page.waitForSelector('[data-card="state"][data-state="blocked"]', { timeout: PATIENCE });
    await other.axe();
    await other.shot('engineer-blocked-zh-light');
    const { id } = await desk.press({ press: given.fall, device: given.fallDevice });
    await desk.page.waitForSelector(`[data-alert="${id}"] [data-device-state="blocked"]`, { timeout: PATIENCE });
    await desk.claim(id);
    await desk.page.waitForSelector('.case__head [data-device-state="blocked"]', { timeout: PATIENCE });
    await desk.axe();
    await desk.shot('blocked-calls-zh-dark');
    await desk.close(['5']);
    await page.click('[data-act="unblock"]');
    await page.waitForSelector('[data-card="state"][data-state="served"]', { timeout: PATIENCE });
  });
  await report.check('an unknown device that called is adopted with one click and its resident', async () => {
    if (given.stranger === '') {
      return;
    }
    await desk.send(given.stranger);
    await page.click('[data-nav="quarantine"]');
    const first = page.locator('[data-quarantined][data-reason="unknown"]').first();
    await first.waitFor({ timeout: PATIENCE });
    const id = await first.getAttribute('data-quarantined');
    await everyLook(other, 'quarantine');
    await first.locator('.btn--me').click();
    await first.locator('input[name=resident]').fill('demo');
    await first.locator('.picker__found button').first().click();
    await other.axe();
    await other.shot('engineer-adopt-zh-light');
    await first.locator('[data-form] button[type=submit]').click();
    await page.waitForSelector('[data-notice="adopted"]', { timeout: PATIENCE });
    await page.waitForSelector(`[data-quarantined="${id}"]`, { state: 'detached', timeout: PATIENCE });
    expect((await page.locator('[data-notice="secret"]').count()) === 0, 'a watch has no secret');
  });
  await report.check('the pages about devices break no rule of the browser', async () => {
    expect(other.violations.length === 0 && other.errors.length === 0, [...other.violations, ...other.errors].join(' | '));
  });
  await page.context().close();
}

/** Both languages, light and dark: nothing is wider than the window, axe finds nothing. */
export async function everyLook(desk, what) {
  const { page } = desk;
  for (const { language, theme } of LOOKS) {
    if ((await page.getAttribute('html', 'lang')) !== language) {
      await page.click('[data-act="language"]');
      await page.waitForSelector(`html[lang="${language}"]`, { timeout: PATIENCE });
    }
    if ((await page.getAttribute('html', 'data-theme')) !== theme) {
      await page.click('[data-act="look"]');
      await page.waitForSelector(`html[data-theme="${theme}"]`, { timeout: PATIENCE });
    }
    await desk.axe();
    await desk.fitsWidth();
    await desk.shot(`engineer-${what}-${language.slice(0, 2)}-${theme}`);
  }
  await page.click('[data-act="language"]');
  await page.waitForSelector('html[lang="zh-CN"]', { timeout: PATIENCE });
  await page.click('[data-act="look"]');
  await page.waitForSelector('html[data-theme="light"]', { timeout: PATIENCE });
}
