// Trying a device out: its test begins and ends at the desk of a supervisor, and all see it.
import { Desk, PATIENCE } from './desk.mjs';
import { expect } from './report.mjs';

/** Needs the login of a supervisor, and a second device that falls. */
export async function triesADevice(report, desk, browser) {
  const { page, given } = desk;
  if (given.supervisorLogin === '' || given.fall === '') {
    console.log('     no LOGIN3 or no FALL_CMD: trying a device out is left out');
    return;
  }
  const device = given.fallDevice;
  const other = await Desk.open(browser, given);
  const listed = `[data-list="tests"] [data-on-test="${device}"]`;
  let id = '';
  await report.check('a test begins with an id and a time; an id that nobody registered is said', async () => {
    await other.page.goto(`${given.base}/`);
    await other.page.waitForSelector('input[name=user]', { timeout: PATIENCE });
    await other.logIn(given.supervisorLogin, given.supervisorPassword);
    await other.isLive();
    await other.page.click('[data-list="tests"] .qgroup__fold');
    await other.page.fill('[data-list="tests"] input[name=device]', 'no-such-device');
    await other.page.keyboard.press('Enter');
    await other.page.waitForSelector('[data-list="tests"] [role="alert"]', { timeout: PATIENCE });
    await other.page.fill('[data-list="tests"] input[name=device]', device);
    await other.page.selectOption('[data-list="tests"] select', '14400');
    await other.page.click('[data-list="tests"] button[type=submit]');
    await other.page.waitForSelector(listed, { timeout: PATIENCE });
    expect((await other.page.locator('[data-list="tests"] [role="alert"]').count()) === 0, 'the former refusal is still shown');
    const [test] = (await testsOf(other.page)).filter((one) => one.deviceId === device);
    const hours = (Date.parse(test.until) - Date.now()) / 3_600_000;
    expect(hours > 3.9 && hours <= 4.01 && test.by === given.supervisorLogin, JSON.stringify(test));
    expect(/[*＊]/.test(test.residentName), 'the name is not masked');
    await other.axe();
    await other.fitsWidth();
    await other.shot('device-test-zh-dark');
  });
  await report.check('what the device sends is held and calls nobody; an operator sees the test and cannot end it', async () => {
    id = (await desk.press({ press: given.fall, device })).id;
    await page.waitForSelector(`[data-list="held"] [data-alert="${id}"].is-test`, { timeout: PATIENCE });
    await page.click('[data-list="tests"] .qgroup__fold');
    await page.waitForSelector(listed, { timeout: PATIENCE });
    expect((await page.locator(`${listed} button, [data-list="tests"] form`).count()) === 0, 'an operator may end or begin it');
    await desk.choose(id);
    await page.waitForSelector('[data-held="ON_TEST"]', { timeout: PATIENCE });
    await page.waitForSelector('[data-device="on-test"]', { timeout: PATIENCE });
    await desk.axe();
    await desk.shot('device-on-test-zh-dark');
  });
  await report.check('when the test ends, what was held rings', async () => {
    await other.page.click(`${listed} button`);
    await other.page.waitForSelector(listed, { state: 'detached', timeout: PATIENCE });
    await page.waitForSelector(`.pane--queue :not([data-list]) > ol [data-alert="${id}"].is-unclaimed`, { timeout: PATIENCE });
    await page.waitForSelector('[data-list="tests"]', { state: 'detached', timeout: PATIENCE });
  });
  await report.check('a test begins at the open case, too, with a letter and Enter; zh, en, light, dark: axe 0', async () => {
    await other.choose(id);
    await other.page.click('[data-act="begin-test"]');
    await other.page.waitForSelector('[data-ask="test"]', { timeout: PATIENCE });
    await other.page.keyboard.press('Enter');
    await other.page.waitForSelector('[data-ask="test"] [role="alert"]', { timeout: PATIENCE });
    await other.page.keyboard.press('q');
    await other.axe();
    await other.shot('device-test-ask-zh-dark');
    await other.page.keyboard.press('Enter');
    await other.page.waitForSelector('[data-device="on-test"]', { timeout: PATIENCE });
    const [test] = (await testsOf(other.page)).filter((one) => one.deviceId === device);
    const minutes = (Date.parse(test.until) - Date.now()) / 60_000;
    expect(minutes > 9 && minutes <= 10.1, `${minutes} minutes`);
    for (const language of ['zh-CN', 'en']) {
      for (const theme of ['light', 'dark']) {
        await other.speak(language);
        await other.look(theme);
        await other.axe();
        await other.fitsWidth();
        await other.shot(`device-test-case-${language.slice(0, 2)}-${theme}`);
      }
    }
    await other.page.click('[data-act="end-test-here"]');
    await other.page.waitForSelector('[data-device="live"]', { timeout: PATIENCE });
    expect((await testsOf(other.page)).every((one) => one.deviceId !== device), 'it is still on test');
  });
  await desk.claim(id);
  await desk.close(['5']);
  await page.waitForSelector(`.pane--queue li[data-alert="${id}"]`, { state: 'detached', timeout: PATIENCE });
  await other.page.context().close();
}

function testsOf(page) {
  return page.evaluate(async () => (await (await fetch('api/devices/tests')).json()).tests);
}
