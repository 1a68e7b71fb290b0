// The page of a contact in a browser of a telephone's size: each state in both languages, light and dark, axe, what shows without script,
// and an answer by touch. Against the pages of ContactPageBrowserTest, which starts it; PAGES is where they are, SHOTS a folder for pictures.
import { mkdirSync } from 'node:fs';
import { Desk, openBrowser, PATIENCE } from './desk.mjs';
import { expect, Report } from './report.mjs';

const pages = process.env.PAGES;
const given = { chromium: process.env.CHROMIUM ?? '/usr/bin/chromium', shots: process.env.SHOTS ?? '' };
const report = new Report();
const browser = await openBrowser(given);

async function phone(options = {}) {
  const context = await browser.newContext({ viewport: { width: 360, height: 640 }, hasTouch: true, isMobile: true, deviceScaleFactor: 2, ...options });
  context.setDefaultTimeout(PATIENCE);
  const desk = new Desk(await context.newPage(), given);
  desk.asked = [];
  desk.page.on('request', (request) => desk.asked.push(request.url()));
  if (options.javaScriptEnabled !== false) {
    await desk.watch();
  }
  return desk;
}

const text = (desk) => desk.page.evaluate(() => document.body.innerText);
if (given.shots) {
  mkdirSync(given.shots, { recursive: true });
}

try {
  for (const colorScheme of ['light', 'dark']) {
    const desk = await phone({ colorScheme });
    report.onFailure = (name) => desk.shot(name);
    for (const language of ['zh', 'en']) {
      for (const state of ['ask', 'asked', 'going', 'cannot', 'arrived', 'over']) {
        await report.check(`${state}, ${language}, ${colorScheme}: axe 0, no sideways scroll at 360x640`, async () => {
          await desk.page.goto(`${pages}${state}-${language}`);
          await desk.axe();
          await desk.fitsWidth();
          await desk.shot(`contact-${state}-${language}-${colorScheme}`);
        });
      }
      await report.check(`${language}, ${colorScheme}: the answer is touched without scrolling`, async () => {
        for (const state of ['ask', 'asked', 'going']) {
          await desk.page.goto(`${pages}${state}-${language}`);
          const box = await desk.page.locator('button.me').boundingBox();
          expect(box.y + box.height <= 640 && box.height >= 56, `${state}: the button ends at ${box.y + box.height}`);
        }
      });
    }
    await report.check(`${colorScheme}: nothing refused by the browser, no cookie, nothing asked of others`, async () => {
      expect(desk.violations.length === 0, desk.violations.join(' | '));
      expect(desk.errors.length === 0, desk.errors.join(' | '));
      expect((await desk.page.context().cookies()).length === 0, 'there is a cookie');
      const others = desk.asked.filter((url) => !url.startsWith(pages) && !url.startsWith('data:'));
      expect(others.length === 0, others.join(' '));
    });
    await desk.page.context().close();
  }

  const touch = await phone();
  report.onFailure = (name) => touch.shot(name);
  await report.check('going, arrived and how it is, by touch', async () => {
    await touch.page.goto(`${pages}press`);
    await touch.page.tap('button[value=going]');
    await touch.page.waitForSelector('button[value=arrived]');
    expect((await text(touch)).includes('您已答应去'), await text(touch));
    await touch.page.tap('button[value=arrived]');
    await touch.page.waitForSelector('button[value=unresponsive]');
    await touch.page.tap('button[value=unresponsive]');
    await touch.page.waitForSelector('button[value=unresponsive]');
    expect((await text(touch)).includes('您已到达'), await text(touch));
  });
  await report.check('an open page sees the end by itself', async () => {
    await touch.page.goto(`${pages}live`);
    await touch.page.waitForSelector('#live.is-live');
    await touch.page.evaluate((end) => fetch(end), `${pages}end-live`);
    await touch.page.evaluate(() => void document.dispatchEvent(new Event('visibilitychange')));
    await touch.page.waitForSelector('.nothing');
    expect((await text(touch)).includes('这次求助已结束'), await text(touch));
    expect(!(await text(touch)).includes('王'), 'the name is still there');
  });
  await touch.page.context().close();

  const plain = await phone({ javaScriptEnabled: false });
  report.onFailure = (name) => plain.shot(name);
  await report.check('without script: it is all there, and an answer is taken', async () => {
    await plain.page.goto(`${pages}plain`);
    expect((await plain.page.textContent('#live')) === '刷新', 'it says that it is live');
    await plain.page.tap('button[value=cannot]');
    await plain.page.waitForSelector('.done.no');
    expect(!(await plain.page.textContent('main')).includes('月华'), 'the place is still there');
    await plain.page.tap('button[value=going]');
    await plain.page.waitForSelector('button[value=arrived]');
  });
  const bare = await phone({ javaScriptEnabled: false });
  await report.check('without style either: every answer can be pressed', async () => {
    await bare.page.route('**/*.css', (route) => route.abort());
    await bare.page.goto(`${pages}ask-zh`);
    expect((await bare.page.locator('button').count()) === 2, 'an answer is missing');
    await bare.shot('contact-bare-zh');
  });
} catch (failure) {
  report.add('the run came to its end', String(failure?.message ?? failure).split('\n')[0], 0, '');
} finally {
  await browser.close();
}
process.exitCode = report.end(process.env.SUMMARY ?? '');
