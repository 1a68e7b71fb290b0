// How smooth the desk stays while alerts come in, many being open already: node e2e/flood.mjs
// Needs the stand-in: node dev/gateway.mjs 8080 dist; BASE_URL, OPEN (1000), RATE (20 a second), SECONDS (30), PROFILE (file).
import { writeFileSync } from 'node:fs';
import { Desk, openBrowser, PATIENCE } from './desk.mjs';

const { BASE_URL = 'http://127.0.0.1:8080', OPEN = '1000', RATE = '20', SECONDS = '30', LOGIN = 'liming', PASSWORD = 'duty-desk-2026', PROFILE = '', CHROMIUM = '/usr/bin/chromium' } = process.env;
const rate = Number(RATE);
const given = { base: BASE_URL, login: LOGIN, password: PASSWORD, shots: process.env.SHOTS ?? '', chromium: CHROMIUM };

const browser = await openBrowser(given);

/** Tells the stand-in to raise alerts. */
async function raise(n, from, age = '') {
  const answer = await fetch(`${BASE_URL}/dev/many?n=${n}&from=${from}${age}`, { method: 'POST' });
  if (!answer.ok) {
    throw new Error(`the stand-in says ${answer.status}`);
  }
}

function quantile(sorted, part) {
  return sorted.length === 0 ? 0 : Math.round(sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] * 10) / 10;
}

/** Milliseconds of processor time of each task of the page's main thread: what other processes do is not in it. */
function processorTimes(trace) {
  const { traceEvents } = JSON.parse(trace);
  const main = new Set(traceEvents.filter((one) => one.name === 'thread_name' && one.args.name === 'CrRendererMain').map((one) => `${one.pid} ${one.tid}`));
  return traceEvents.filter((one) => one.name === 'RunTask' && one.tdur !== undefined && main.has(`${one.pid} ${one.tid}`)).map((one) => one.tdur / 1_000).sort((a, b) => a - b);
}

/** Takes down every frame and every task of the page for a time. */
async function measure(page, millis, meanwhile) {
  await browser.startTracing(page, { categories: ['toplevel', 'disabled-by-default-devtools.timeline'] });
  await page.evaluate(() => {
    const taken = { frames: [], tasks: [], on: true };
    window.taken = taken;
    new PerformanceObserver((list) => taken.on && taken.tasks.push(...list.getEntries().map(({ duration }) => duration))).observe({ type: 'longtask' });
    let before = performance.now();
    const frame = (at) => {
      taken.frames.push(at - before);
      before = at;
      if (taken.on) {
        requestAnimationFrame(frame);
      }
    };
    requestAnimationFrame(frame);
  });
  await Promise.all([page.waitForTimeout(millis), meanwhile()]);
  const own = processorTimes(await browser.stopTracing());
  const { frames, tasks } = await page.evaluate(() => ((window.taken.on = false), { frames: window.taken.frames.slice(1), tasks: window.taken.tasks }));
  frames.sort((a, b) => a - b);
  tasks.sort((a, b) => a - b);
  return {
    frames: frames.length, 'frame ms p50': quantile(frames, 0.5), p95: quantile(frames, 0.95), p99: quantile(frames, 0.99), max: quantile(frames, 1),
    'long tasks (> 50 ms)': tasks.length, 'longest ms': quantile(tasks, 1),
    'of processor time alone: tasks > 50 ms': own.filter((each) => each > 50).length, 'ms longest': quantile(own, 1), 'ms p99.9': quantile(own, 0.999),
    '% of a core': Math.round(own.reduce((sum, each) => sum + each, 0) / millis * 100),
  };
}

const desk = await Desk.open(browser, given);
const { page } = desk;
await page.goto(`${given.base}/`);
await page.waitForSelector('input[name=user]', { timeout: PATIENCE });
await desk.logIn();
await desk.isLive();
console.log('idle, ten open', await measure(page, 5_000, async () => {}));
let raised = Number(OPEN);
await raise(raised, 0);
await page.waitForFunction((n) => Number(document.querySelector('.qhead .muted')?.textContent) >= n, raised, { timeout: PATIENCE });
console.log(`idle, ${OPEN} open`, await measure(page, 10_000, async () => {}));
// one case is in hand, as at every desk
await page.keyboard.press('Enter');
await page.waitForSelector('[data-owner="mine"]', { timeout: PATIENCE });
const session = await page.context().newCDPSession(page);
if (PROFILE) {
  await session.send('Profiler.enable');
  await session.send('Profiler.start');
}
const flood = async () => {
  const until = Date.now() + Number(SECONDS) * 1_000;
  const began = Date.now();
  let sent = 0;
  while (Date.now() < until) {
    await raise(1, raised++, '&age=0');
    sent++;
    await new Promise((resolve) => setTimeout(resolve, Math.max(0, began + (sent * 1_000) / rate - Date.now())));
  }
  console.log(`${sent} alerts in ${SECONDS} s`);
};
console.log(`${RATE} a second come in, ${OPEN} open`, await measure(page, Number(SECONDS) * 1_000, flood));
if (PROFILE) {
  const { profile } = await session.send('Profiler.stop');
  writeFileSync(PROFILE, JSON.stringify(profile));
}
await desk.shot('flood-zh-dark');
await browser.close();
