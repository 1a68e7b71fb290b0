// What holds on every screen: readable by everybody, nothing refused by the browser, nothing said that is never said.
import { expect } from './report.mjs';

export async function isForEverybody(report, desk) {
  const { page } = desk;
  await desk.choose(desk.case);
  for (const language of ['zh-CN', 'en']) {
    for (const theme of ['light', 'dark']) {
      await report.check(`open case, ${language}, ${theme}: axe 0, no sideways scroll at 1366x768`, async () => {
        await desk.speak(language);
        await desk.look(theme);
        await page.waitForTimeout(200);
        await desk.axe();
        await desk.fitsWidth();
        await desk.shot(`desk-${language.slice(0, 2)}-${theme}`);
      });
      await report.check(`closing, ${language}, ${theme}: axe 0`, async () => {
        await page.keyboard.press('1');
        await page.waitForSelector('dialog.dlg[open]');
        await desk.axe();
        await page.keyboard.press('Escape');
        await page.waitForSelector('dialog.dlg', { state: 'detached' });
      });
    }
  }
  await desk.speak('zh-CN');
  await desk.look('dark');
  await report.check('at 200 % zoom everything is reached without scrolling sideways', async () => {
    await page.setViewportSize({ width: 683, height: 384 });
    await page.waitForTimeout(100);
    await desk.fitsWidth();
    await desk.shot('zoom200-zh-dark');
    await page.setViewportSize({ width: 1366, height: 768 });
  });
  await report.check('nothing flashes where motion is unwanted; else the shape alone, at 2 Hz', async () => {
    const probe = () => page.evaluate(() => {
      const holder = document.createElement('div');
      holder.className = 'is-flashing';
      holder.innerHTML = '<svg class="shape shape--p1"></svg>';
      document.body.append(holder);
      const { animationName, animationDuration } = getComputedStyle(holder.firstElementChild);
      holder.remove();
      return `${animationName} ${animationDuration}`;
    });
    expect((await probe()) === 'flash 0.5s', await probe());
    await page.emulateMedia({ reducedMotion: 'reduce' });
    expect((await probe()).startsWith('none'), await probe());
    await page.emulateMedia({ reducedMotion: null });
  });
}

export async function breaksNoRule(report, desk) {
  await report.check('the browser refused nothing (CSP 0) and no script broke', async () => {
    expect(desk.violations.length === 0, desk.violations.join(' | '));
    expect(desk.errors.length === 0, desk.errors.join(' | '));
  });
}
