// The console in a real browser against a running gateway. See README.md beside this file.
import { answersForSomebody } from './carrier.mjs';
import { closesACase, claimsAndWorks, seesAPress } from './case.mjs';
import { goesOnWithoutTheLog } from './degraded.mjs';
import { triesADevice } from './devices.mjs';
import { Desk, openBrowser, settings } from './desk.mjs';
import { bringsDevices } from './engineer.mjs';
import { asksForAPassword, forgetsAtLogout } from './door.mjs';
import { knowsItsKeys } from './keyboard.mjs';
import { findsALostLine, tellsWhoWasFaster } from './line.mjs';
import { breaksNoRule, isForEverybody } from './rules.mjs';
import { opensAgain, putsOff, sendsHelp, takesOver } from './life.mjs';
import { ordersDevices } from './orders.mjs';
import { Report } from './report.mjs';
import { showsAStranger } from './stranger.mjs';
import { Wire } from './wire.mjs';

const settled = settings();
const { wire, base } = await Wire.to(settled.base);
const given = { ...settled, base };
const report = new Report();
const browser = await openBrowser(given);
try {
  const desk = await Desk.open(browser, given);
  report.onFailure = (name) => desk.shot(name);
  await asksForAPassword(report, desk);
  await seesAPress(report, desk);
  await showsAStranger(report, desk);
  await knowsItsKeys(report, desk);
  await claimsAndWorks(report, desk);
  await sendsHelp(report, desk);
  await putsOff(report, desk);
  await tellsWhoWasFaster(report, desk, browser);
  await takesOver(report, desk, browser);
  await findsALostLine(report, desk, wire);
  await isForEverybody(report, desk);
  await closesACase(report, desk);
  await opensAgain(report, desk);
  await triesADevice(report, desk, browser);
  await bringsDevices(report, desk, browser);
  await ordersDevices(report, desk, browser);
  await answersForSomebody(report, desk);
  await goesOnWithoutTheLog(report, desk);
  await forgetsAtLogout(report, desk);
  await breaksNoRule(report, desk);
} catch (failure) {
  report.add('the run came to its end', String(failure?.message ?? failure).split('\n')[0], 0, '');
} finally {
  await browser.close();
  wire.close();
}
process.exitCode = report.end(given.summary);
