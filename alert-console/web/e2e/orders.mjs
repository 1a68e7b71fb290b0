// Orders to devices: for a case, to the one that called or to another of the same person; and without a case.
import { Desk, PATIENCE } from './desk.mjs';
import { everyLook } from './engineer.mjs';
import { expect } from './report.mjs';

const LOOKS = ['zh-CN', 'en'].flatMap((language) => ['light', 'dark'].map((theme) => ({ language, theme })));
const LAST = '[data-card="orders"] li:first-child';

/** Needs the login of somebody who brings devices: the caller gets a second one, unless there is one. */
export async function ordersDevices(report, desk, browser) {
  const { given } = desk;
  if (given.engineerLogin === '') {
    console.log('     no LOGIN4: orders to devices are left out');
    return;
  }
  const engineer = await Desk.open(browser, given);
  await engineer.page.goto(`${given.base}/`);
  await engineer.page.fill('input[name=user]', given.engineerLogin);
  await engineer.page.fill('input[name=password]', given.engineerPassword);
  await engineer.page.keyboard.press('Enter');
  await engineer.page.waitForSelector('.eng', { timeout: PATIENCE });
  const { id, alert } = await desk.press();
  await forACase(report, desk, engineer, { id, alert });
  await withoutACase(report, engineer, alert.deviceId);
  await report.check('the pages with orders break no rule of the browser', async () => {
    expect(engineer.violations.length === 0 && engineer.errors.length === 0, [...engineer.violations, ...engineer.errors].join(' | '));
  });
  await engineer.page.context().close();
}

async function forACase(report, desk, engineer, { id, alert }) {
  const { page } = desk;
  let second = '';
  await report.check('the case offers the other device of its resident, and begins with the one that called', async () => {
    await addSecond(engineer.page, alert);
    await desk.claim(id);
    await page.waitForSelector('.orders select[name=device]', { timeout: PATIENCE });
    const ids = await page.locator('.orders select[name=device] option').evaluateAll((options) => options.map((option) => option.value));
    expect(ids[0] === alert.deviceId && new Set(ids).size === ids.length && ids.length > 1, ids.join(' '));
    expect((await page.inputValue('.orders select[name=device]')) === alert.deviceId, 'another is chosen from the beginning');
    second = ids.at(-1);
  });
  await report.check('an order goes to the device that is chosen, and the time line names it', async () => {
    await page.click('[data-order="locate"]');
    await page.waitForSelector('.step__what:has-text("令设备定位")', { timeout: PATIENCE });
    await page.selectOption('.orders select[name=device]', second);
    await page.click('[data-order="ring"]');
    await page.waitForSelector(`.step__what:has-text("令设备响铃（${second}）")`, { timeout: PATIENCE });
    const named = await page.locator('.step__what:has-text("令设备定位")').first().innerText();
    expect(!named.includes(alert.deviceId) && !named.includes(second), `the device that called is named: ${named}`);
    const detail = await page.evaluate(async (one) => (await fetch(`api/alerts/${one}`)).json(), id);
    const ordered = detail.timeline.filter(({ type, by }) => type === 'ORDERED' && by !== undefined).map(({ what, deviceId }) => `${what} ${deviceId}`);
    expect(ordered.join() === `LOCATE ${alert.deviceId},RING ${second}`, ordered.join());
  });
  await report.check('a device of somebody else is refused', async () => {
    const refused = await page.evaluate(async (one) => {
      const body = JSON.stringify({ what: 'ring', deviceId: 'somebody-elses' });
      const headers = { 'Content-Type': 'application/json', 'X-Convoy-Console': '1', 'Idempotency-Key': crypto.randomUUID() };
      return (await fetch(`api/alerts/${one}/order`, { method: 'POST', headers, body })).json();
    }, id);
    expect(String(refused.type).endsWith(':not-their-device'), JSON.stringify(refused));
  });
  await report.check('both languages, light and dark: the case with two devices fits, axe finds nothing', async () => {
    for (const { language, theme } of LOOKS) {
      await desk.speak(language);
      await desk.look(theme);
      await desk.axe();
      await desk.fitsWidth();
      await desk.shot(`orders-case-${language.slice(0, 2)}-${theme}`);
    }
    await desk.speak('zh-CN');
    await desk.look('dark');
  });
  await report.check('another case begins with its own device again', async () => {
    await desk.close(['2']);
    const next = await desk.press();
    await desk.claim(next.id);
    await page.waitForSelector('.orders select[name=device]', { timeout: PATIENCE });
    expect((await page.inputValue('.orders select[name=device]')) === alert.deviceId, 'the former choice stayed');
    await desk.close(['2']);
  });
}

/** Another device for the resident of the alert, unless there is one. */
async function addSecond(page, { residentId, deviceId }) {
  const done = await page.evaluate(async ([resident, called]) => {
    const known = (await (await fetch('api/devices?limit=200')).json()).devices;
    if (known.some((one) => one.deviceId !== called && one.residents.some((person) => person.residentId === resident))) {
      return true;
    }
    const headers = { 'Content-Type': 'application/json', 'X-Convoy-Console': '1' };
    const body = JSON.stringify({ deviceId: `${called}-spare`, protocol: 'mqtt', residents: [resident] });
    return (await fetch('api/devices', { method: 'POST', headers, body })).ok;
  }, [residentId, deviceId]);
  expect(done, 'the second device was not added');
}

async function withoutACase(report, engineer, device) {
  const { page } = engineer;
  await report.check('the page of the device lists what was ordered for the case, with its state', async () => {
    await page.goto(`${engineer.given.base}/#/devices/${device}`);
    await page.waitForSelector('[data-card="orders"] [data-order="LOCATE"]', { timeout: PATIENCE });
    expect((await page.innerText('[data-card="orders"] [data-order="LOCATE"]')).includes('处置警情时'), 'it does not say that it was for a case');
  });
  await report.check('who brings devices may order what sets them up and a ring, and no more', async () => {
    const offered = await page.locator('select[name=order] option').evaluateAll((options) => options.map((option) => option.value));
    expect(offered.join() === 'ring,configure,sosNumbers,fallAlarm', offered.join());
    const refused = await page.evaluate(async (id) => {
      const headers = { 'Content-Type': 'application/json', 'X-Convoy-Console': '1', 'Idempotency-Key': crypto.randomUUID() };
      return (await fetch(`api/devices/${id}/order`, { method: 'POST', headers, body: '{"what":"locate"}' })).status;
    }, device);
    expect(refused === 403, `an order to locate was answered ${refused}`);
  });
  await report.check('an order is given with the keyboard and is listed with its state; a newer one of its kind takes its place', async () => {
    await page.selectOption('select[name=order]', 'configure');
    await page.fill('input[name=heartbeat]', '120');
    await page.keyboard.press('Enter');
    await page.waitForSelector(`${LAST}[data-order="CONFIGURE"]`, { timeout: PATIENCE });
    expect((await page.inputValue('input[name=heartbeat]')) === '', 'the draft stayed');
    const state = await page.getAttribute(LAST, 'data-order-state');
    expect(['PENDING', 'SENT', 'ACKNOWLEDGED'].includes(state), `it is ${state}`);
    await page.selectOption('select[name=order]', 'sosNumbers');
    await page.fill('input[name=numbers]', '13900001187 120');
    await page.keyboard.press('Enter');
    await page.waitForSelector(`${LAST}[data-order="SOS_NUMBERS"]`, { timeout: PATIENCE });
    expect(!(await page.content()).includes('13900001187'), 'the list tells the numbers');
    for (const enabled of ['false', 'true']) {
      const before = await page.locator('[data-order="FALL_ALARM"]').count();
      await page.selectOption('select[name=order]', 'fallAlarm');
      await page.selectOption('select[name=enabled]', enabled);
      await page.click('[data-act="order"]');
      await page.waitForFunction((n) => document.querySelectorAll('[data-order="FALL_ALARM"]').length === n + 1, before, { timeout: PATIENCE });
    }
    const states = await page.locator('[data-order="FALL_ALARM"]').evaluateAll((lines) => lines.map((line) => line.dataset.orderState));
    expect(states[1] === 'SUPERSEDED' || states[1] === 'ACKNOWLEDGED', states.join());
  });
  await report.check('what cannot be ordered is refused in words, and stays in the form', async () => {
    await page.selectOption('select[name=order]', 'sosNumbers');
    await page.fill('input[name=numbers]', '12x');
    await page.click('[data-act="order"]');
    await page.waitForSelector('[data-card="orders"] [role="alert"]', { timeout: PATIENCE });
    expect((await page.inputValue('input[name=numbers]')) === '12x', 'the draft is gone');
  });
  await report.check('both languages, light and dark: the orders of a device fit, axe finds nothing', async () => {
    await page.selectOption('select[name=order]', 'configure');
    await everyLook(engineer, 'orders');
  });
}
