// A device that nobody is registered for.
import { PATIENCE } from './desk.mjs';
import { expect } from './report.mjs';

/** Needs a command with which a device that was never provisioned presses. */
export async function showsAStranger(report, desk) {
  const { page, given } = desk;
  if (given.stranger === '') {
    console.log('     no STRANGER_CMD: unknown devices are left out');
    return;
  }
  await report.check('an unknown device that calls is shown at once, axe 0, and goes when somebody has understood', async () => {
    const started = Date.now();
    await desk.send(given.stranger);
    await page.waitForSelector('[data-notice="unknown"]', { timeout: PATIENCE });
    report.figure('unknown device pressed -> painted, ms', Date.now() - started);
    const notice = page.locator('[data-notice="unknown"]').first();
    expect((await notice.innerText()).includes('未登记设备呼叫'), 'it does not say what it is');
    expect((await notice.getAttribute('role')) === 'alert', 'a screen reader is not told');
    await desk.axe();
    await desk.shot('unknown-zh-dark');
    const quarantine = await page.evaluate(async () => (await fetch('api/quarantine')).json());
    expect(quarantine.devices.some(({ reason, calls }) => reason === 'unknown' && calls > 0), 'it is not in quarantine');
    await notice.locator('button').click();
    await page.waitForSelector('[data-notice="unknown"]', { state: 'detached', timeout: PATIENCE });
  });
}
