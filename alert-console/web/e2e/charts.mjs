// Charts and the weekly page in a real browser. Needs measurements of months: against the stand-in (dev/gateway.mjs), or a
// gateway that has them for whoever presses. The variables of run.mjs; see README.md beside this file.
import { Desk, openBrowser, settings } from './desk.mjs';
import { looksAtHealth } from './health.mjs';
import { Report } from './report.mjs';

const given = settings();
const report = new Report();
const browser = await openBrowser(given);
try {
  const desk = await Desk.open(browser, given);
  report.onFailure = (name) => desk.shot(name);
  await desk.page.goto(`${given.base}/`);
  await desk.logIn();
  await desk.isLive();
  desk.case = (await desk.press()).id;
  await desk.claim(desk.case);
  await looksAtHealth(report, desk, browser);
} catch (failure) {
  report.add('the run came to its end', String(failure?.message ?? failure).split('\n')[0], 0, '');
} finally {
  await browser.close();
}
process.exitCode = report.end(given.summary);
