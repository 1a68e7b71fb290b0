// The charts of a resident and the weekly page: what is drawn, what is left blank, for everybody, and on one sheet.
import { Desk, PATIENCE } from './desk.mjs';
import { expect } from './report.mjs';

const LOOKS = ['zh-CN', 'en'].flatMap((language) => ['light', 'dark'].map((theme) => ({ language, theme })));
const WINDOWS = ['24h', '7d', '90d'];
/** The word that stands nowhere; written apart, so that this file does not hold it either. */
const NEVER = ['失', '独'].join('');

/** Opens the charts of the resident whose case is open; needs an open alert of theirs. */
export async function looksAtHealth(report, desk, browser) {
  const { page, given } = desk;
  let resident = '';
  await report.must('the case shows the half hour before the alert, with its moment, and leads to the charts', async () => {
    await desk.choose(desk.case);
    await page.waitForSelector('.vitals [data-alert-moment]', { state: 'attached', timeout: PATIENCE });
    const href = await page.getAttribute('[data-nav="health"]', 'href');
    resident = /residents\/([^/]+)\/health/.exec(href)?.[1] ?? '';
    expect(resident !== '', `no link: ${href}`);
    expect((await page.getAttribute('[data-nav="health"]', 'target')) === '_blank', 'the desk would be left, and no alarm be heard');
    await desk.shot('case-vitals-zh-dark');
  });
  const other = await Desk.open(browser, given);
  await other.page.goto(`${given.base}/`);
  await other.logIn();
  const charts = other.page;
  await charts.goto(`${given.base}/#/residents/${resident}/health?for=case`);
  for (const window of WINDOWS) {
    await report.check(`${window}: charts in both languages and looks, axe 0, nothing wider than the page`, async () => {
      await show(charts, window);
      for (const { language, theme } of LOOKS) {
        await turn(charts, language, theme);
        await other.axe();
        await other.fitsWidth();
        await other.shot(`health-${window}-${language}-${theme}`);
      }
      await turn(charts, 'zh-CN', 'light');
      expect(!(await charts.innerText('body')).includes(NEVER), 'a word that is never said');
    });
    await report.check(`${window}: no line over a gap that the server names`, async () => {
      await show(charts, window);
      const crossed = await charts.evaluate(gapsCrossed, { resident, window });
      expect(crossed.looked > 0, 'there was no line to look at');
      expect(crossed.over.length === 0, `lines over gaps: ${crossed.over.join(', ')}`);
    });
  }
  await report.check('nothing moves while the charts come', async () => {
    await charts.reload();
    await charts.evaluate(() => {
      window.shifted = 0;
      new PerformanceObserver((list) => list.getEntries().forEach((entry) => (window.shifted += entry.hadRecentInput ? 0 : entry.value))).observe({ type: 'layout-shift', buffered: true });
    });
    await show(charts, '24h');
    const shifted = await charts.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => setTimeout(() => resolve(window.shifted)))));
    expect(shifted < 0.02, `layout shift ${shifted}`);
    report.figure('layout shift of the charts', shifted.toFixed(4));
  });
  await report.check('the moment goes by keys and every chart says its value', async () => {
    await show(charts, '24h');
    await charts.focus('.hp__cursor input');
    await charts.keyboard.press('Home');
    const first = await charts.innerText('[data-now="heartRate"]');
    for (let n = 0; n < 5; n++) {
      await charts.keyboard.press('PageUp');
    }
    const later = await charts.innerText('.hp__cursor b');
    expect(/\d\d:\d\d/.test(later) && first !== '', `${first} then ${later}`);
  });
  await report.check('the same as a table, and alerts that lead to their case', async () => {
    await charts.click('.hp__table summary');
    await charts.waitForSelector('.hp__table tbody tr', { timeout: PATIENCE });
    expect((await charts.locator('.hp__table tbody tr').count()) >= 20, 'the table is short');
    await other.axe();
    const marked = await charts.locator('[data-mark]').first().getAttribute('data-mark');
    await charts.locator('[data-mark]').first().click();
    await charts.waitForSelector('.case__head', { timeout: PATIENCE });
    expect(marked !== null, 'no mark');
  });
  await timesCharts(report, charts, given, resident);
  await expectClean(report, other);
  await charts.context().close();
  await printsTheWeek(report, given, browser, resident);
}

function expectClean(report, other) {
  return report.check('the pages of health broke no rule of the browser', async () => {
    expect(other.violations.length === 0, other.violations.join(' | '));
    expect(other.errors.length === 0, other.errors.join(' | '));
  });
}

async function show(page, window) {
  await page.waitForSelector(`[data-window="${window}"]`, { timeout: PATIENCE });
  if ((await page.getAttribute(`[data-window="${window}"]`, 'aria-pressed')) !== 'true') {
    const answer = page.waitForResponse((response) => response.url().includes(`window=${window}`));
    await page.click(`[data-window="${window}"]`);
    await answer;
  }
  await page.waitForSelector('[data-plot="heartRate"] [data-line]', { state: 'attached', timeout: PATIENCE });
}

async function turn(page, language, theme) {
  if ((await page.getAttribute('html', 'lang')) !== language) {
    await page.click('[data-act="language"]');
    await page.waitForSelector(`html[lang="${language}"]`, { state: 'attached', timeout: PATIENCE });
  }
  if ((await page.getAttribute('html', 'data-theme')) !== theme) {
    await page.click('[data-act="look"]');
    await page.waitForSelector(`html[data-theme="${theme}"]`, { state: 'attached', timeout: PATIENCE });
  }
  await page.evaluate(() => document.fonts.ready);
}

/** In the page: the gaps of the answer against the strokes that are drawn. */
async function gapsCrossed({ resident, window }) {
  const chart = await (await fetch(`api/residents/${resident}/chart?purpose=case&window=${window}`)).json();
  const [from, to] = [Date.parse(chart.from), Date.parse(chart.to)];
  const over = [];
  let looked = 0;
  for (const [plot, measure] of [['heartRate', 'heartRate'], ['spo2', 'spo2'], ['pressure', 'systolic']]) {
    const path = document.querySelector(`[data-plot="${plot}"] [data-line]`)?.getAttribute('d') ?? '';
    const column = chart.measures.find((one) => one.measure === measure);
    for (const stroke of path.split('M').filter((part) => part.includes('L'))) {
      looked++;
      const xs = stroke.split('L').map((pair) => Number(pair.split(',')[0]));
      for (const gap of column.gaps) {
        // the edges of a line lie in the middle of their step: a step's room on both sides
        const room = (chart.step * 1000 * 588) / (to - from) + 0.2;
        const [left, right] = [gap.from, gap.to].map((at) => 44 + ((Date.parse(at) - from) / (to - from)) * 588);
        if (Math.min(...xs) < left - room && Math.max(...xs) > right + room) {
          over.push(`${measure} ${gap.from}`);
        }
      }
    }
  }
  return { looked, over };
}

/** How long it takes from the answer to the painted charts; a figure, never a gate. */
async function timesCharts(report, page, given, resident) {
  await report.check('a day by the minute is drawn, five times', async () => {
    const times = [];
    let points = 0;
    for (let n = 0; n < 5; n++) {
      await page.goto(`${given.base}/#/residents/${resident}/health?for=case&n=${n}`);
      await show(page, '7d');
      const answered = page.waitForResponse((response) => response.url().includes('window=24h'));
      await page.evaluate(() => {
        const real = window.fetch;
        window.fetch = async (...given) => {
          const response = await real(...given);
          const text = await response.text();
          if (String(given[0]).includes('window=24h')) {
            window.answeredAt = performance.now();
            new MutationObserver((_, observer) => {
              observer.disconnect();
              requestAnimationFrame(() => setTimeout(() => (window.drawnIn = performance.now() - window.answeredAt)));
            }).observe(document.querySelector('[data-plot="heartRate"]'), { subtree: true, childList: true, attributes: true });
          }
          window.fetch = real;
          return new Response(text, { status: response.status, headers: response.headers });
        };
      });
      await page.click('[data-window="24h"]');
      await answered;
      await page.waitForFunction(() => window.drawnIn !== undefined, null, { timeout: PATIENCE });
      times.push(await page.evaluate(() => { const took = window.drawnIn; delete window.drawnIn; return took; }));
      points = await page.evaluate(() => (document.querySelector('[data-plot="heartRate"] [data-line]')?.getAttribute('d')?.match(/[ML]/g) ?? []).length);
    }
    times.sort((a, b) => a - b);
    expect(points > 0, 'no line');
    report.figure(`24 h, ${points} values a line: answer -> painted, ms (median, largest of 5)`, `${times[2].toFixed(0)}, ${times[4].toFixed(0)}`);
  });
}

/** Needs the login of a supervisor. */
async function printsTheWeek(report, given, browser, resident) {
  if (given.supervisorLogin === '') {
    console.log('     no LOGIN3: the weekly page is left out');
    return;
  }
  const other = await Desk.open(browser, given);
  const { page } = other;
  await page.goto(`${given.base}/`);
  await other.logIn(given.supervisorLogin, given.supervisorPassword);
  await page.goto(`${given.base}/#/residents/${resident}/week`);
  await page.waitForSelector('[data-told]', { timeout: PATIENCE });
  for (const language of ['zh-CN', 'en']) {
    await report.check(`the weekly page is one sheet of A4, nothing cut, ${language}, axe 0`, async () => {
      if ((await page.getAttribute('html', 'lang')) !== language) {
        await page.click('[data-act="language"]');
        await page.waitForSelector(`html[lang="${language}"]`, { state: 'attached', timeout: PATIENCE });
      }
      await other.axe();
      expect(!(await page.innerText('body')).includes(NEVER), 'a word that is never said');
      await page.emulateMedia({ media: 'print' });
      const room = await page.evaluate(() => {
        const { scrollHeight, clientHeight } = document.querySelector('.wk__page');
        return clientHeight - scrollHeight;
      });
      const lowest = await page.evaluate(() => document.querySelector('.wk__page').getBoundingClientRect().bottom - document.querySelector('.wk__page footer').getBoundingClientRect().bottom);
      expect(room >= 0 && lowest >= 0, `cut by ${-Math.min(room, lowest)} px`);
      await other.shot(`week-print-${language}`);
      const pdf = await page.pdf({ preferCSSPageSize: true, printBackground: true, ...(given.shots ? { path: `${given.shots}/week-${language}.pdf` } : {}) });
      const pages = (pdf.toString('latin1').match(/\/Type\s*\/Page[^s]/g) ?? []).length;
      await page.emulateMedia({ media: 'screen' });
      expect(pages === 1, `${pages} pages`);
      report.figure(`room left on the weekly page, ${language}, px`, Math.round(lowest));
    });
  }
  await expectClean(report, other);
  await page.context().close();
}
