// The alert log is gone and the desk goes on; when it is back, each alarm is there once.
import { execFileSync } from 'node:child_process';
import { PATIENCE } from './desk.mjs';
import { expect } from './report.mjs';

const NOTE = '断电期间已电话确认';
/** A log whose directory was away is started again after at most 15 s, then replayed and merged. */
const MERGED_WITHIN = 90_000;

/** Needs commands that take the log's disk away and bring it back, and a second device that falls. */
export async function goesOnWithoutTheLog(report, desk) {
  const { page, given } = desk;
  if (given.breakLog === '' || given.mendLog === '' || given.fall === '') {
    console.log('     no BREAK_CMD, MEND_CMD or FALL_CMD: the degraded desk is left out');
    return;
  }
  await desk.speak('zh-CN');
  await desk.look('dark');
  let pressed = '';
  let before = '';
  let away = false;
  const from = Date.now();
  try {
    await report.check('an alert from before the log is away stands in the queue', async () => {
      before = (await desk.press({ press: given.fall, device: given.fallDevice })).id;
      expect((await rowOf(desk, before))?.durability === 'COMMITTED', 'it is not in the log');
    });
    await report.must('the alert log is away: a bar across the screen says so', async () => {
      away = true;
      const broken = Date.now();
      run(given.breakLog);
      await page.waitForSelector('[data-bar="degraded"]', { timeout: PATIENCE });
      report.figure('log taken away -> bar, ms', Date.now() - broken);
    });
    await report.must('a press is on the screen at once, unconfirmed, and the bar counts it', async () => {
      const { id, alert, fromCommandMillis } = await desk.press();
      pressed = id;
      report.figure('log away: press command -> painted, ms', fromCommandMillis);
      expect(alert.durability === 'LOCAL', `the server says ${alert.durability}`);
      await page.waitForSelector(`[data-alert="${id}"].is-unconfirmed`, { timeout: PATIENCE });
      expect((await desk.row(id).count()) === 1, `${await desk.row(id).count()} rows of one alert`);
      expect((await desk.row(id).innerText()).includes('未确认'), 'no word says unconfirmed');
      expect(/[1-9]\d* 条/.test(await page.innerText('[data-bar="degraded"]')), 'the bar does not count them');
      expect((await page.locator('[data-durable="log"]').count()) === 0, 'the bar below says that the log has it');
      const width = await page.locator('[data-bar="degraded"]').evaluate((bar) => bar.getBoundingClientRect().width);
      expect(width >= (await page.evaluate(() => document.documentElement.clientWidth)), 'the bar does not span the screen');
    });
    await report.must('Enter claims it without the log, the case says what unconfirmed means', async () => {
      await desk.claim(pressed);
      await page.waitForSelector('.pane--case .notice--hatch', { timeout: PATIENCE });
      const row = await rowOf(desk, pressed);
      expect(row?.owner === given.login && row.durability === 'LOCAL', `${row?.owner} ${row?.durability}`);
    });
    for (const language of ['zh-CN', 'en']) {
      for (const theme of ['light', 'dark']) {
        await report.check(`without the log, ${language}, ${theme}: axe 0, no sideways scroll`, async () => {
          await desk.speak(language);
          await desk.look(theme);
          await desk.axe();
          await desk.fitsWidth();
          await desk.shot(`degraded-${language.slice(0, 2)}-${theme}`);
        });
      }
    }
    await desk.speak('zh-CN');
    await desk.look('dark');
    await report.check('a note without the log comes into the time line, and stays there after a reload', async () => {
      await page.click('[data-focus="note"]');
      await page.keyboard.type(NOTE);
      await page.keyboard.press('Enter');
      await page.waitForSelector(`.step__what:has-text("${NOTE}")`, { timeout: PATIENCE });
      await page.reload();
      await desk.isLive();
      await page.waitForSelector('[data-bar="degraded"]', { timeout: PATIENCE });
      await desk.choose(pressed);
      await page.waitForSelector(`.step__what:has-text("${NOTE}")`, { timeout: PATIENCE });
    });
    await report.check('it is closed without the log and leaves the queue', async () => {
      await desk.close(['2']);
      await page.waitForSelector(`.pane--queue li[data-alert="${pressed}"]`, { state: 'detached', timeout: PATIENCE });
      expect(!(await desk.open()).some(({ id }) => id === pressed), 'it is still open');
      await desk.shot('degraded-closed-zh-dark');
    });
    await report.check('an alert from before is claimed without the log', async () => {
      await desk.claim(before);
      expect((await rowOf(desk, before))?.owner === given.login, 'the server says somebody else');
    });
  } finally {
    if (away) {
      run(given.mendLog);
    }
  }
  await report.must('the log comes back: the bar goes by itself', async () => {
    const mended = Date.now();
    await page.waitForSelector('[data-bar="degraded"]', { state: 'detached', timeout: MERGED_WITHIN });
    report.figure('log back -> bar gone, ms', Date.now() - mended);
    expect((await page.locator('.is-unconfirmed').count()) === 0, 'a row is still unconfirmed');
    await desk.shot('degraded-over-zh-dark');
  });
  await report.check('the alert is there once, closed, with its note, and no row came twice', async () => {
    const found = await desk.until(async () => {
      const detail = await detailOf(page, pressed);
      return detail?.durability === 'COMMITTED' && ['RESOLVED', 'FOLLOW_UP', 'CLOSED'].includes(detail.state) ? detail : null;
    }, 'the log has it, closed');
    const notes = found.timeline.filter((entry) => entry.text === NOTE).length;
    expect(notes === 1, `its note is there ${notes} times`);
    expect(found.timeline.filter((entry) => entry.type === 'RAISED').length === 1, 'it was raised more than once');
    const device = found.deviceId;
    const open = (await desk.open()).filter((alert) => alert.deviceId === device);
    expect(open.length === 0, `open again or doubled: ${open.map(({ id, state }) => `${id} ${state}`).join()}`);
    expect((await desk.row(pressed).count()) === 0, 'its row is in the queue');
    const others = (await ended(page)).filter((alert) => alert.deviceId === device && Date.parse(alert.receivedAt) >= from && alert.id !== pressed);
    expect(others.length === 0, `the history has it again: ${others.map(({ id }) => id).join()}`);
  });
  await report.check('the alert from before is still mine and is closed in the log', async () => {
    const row = await rowOf(desk, before);
    expect(row?.owner === given.login && row.durability === 'COMMITTED', `${row?.owner} ${row?.durability}`);
    await desk.choose(before);
    await desk.close(['2']);
    await page.waitForSelector(`.pane--queue li[data-alert="${before}"]`, { state: 'detached', timeout: PATIENCE });
  });
  await report.check('the next press of the device is an alert of its own', async () => {
    const { id, alert } = await desk.press();
    expect(id !== pressed && alert.durability === 'COMMITTED', `${id} ${alert.durability}`);
    await desk.claim(id);
    await desk.close(['2']);
  });
}

function run(command) {
  execFileSync('/bin/sh', ['-c', command], { timeout: PATIENCE });
}

async function rowOf(desk, id) {
  return (await desk.open()).find((alert) => alert.id === id);
}

function detailOf(page, id) {
  return page.evaluate(async (which) => {
    const answer = await fetch(`api/alerts/${which}`);
    return answer.ok ? answer.json() : null;
  }, id);
}

function ended(page) {
  return page.evaluate(async () => (await (await fetch('api/alerts?state=closed&limit=500')).json()).alerts);
}
