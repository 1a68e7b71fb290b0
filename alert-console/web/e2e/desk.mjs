// A real browser at a running console: what an operator does, and what may be asked about the page.
import { execFile } from 'node:child_process';
import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { chromium } from 'playwright-core';
import { expect } from './report.mjs';

const FLAGS = [
  '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync',
];
const AXE = readFileSync(new URL('../node_modules/axe-core/axe.min.js', import.meta.url), 'utf8');
const SIZE = { width: 1366, height: 768 };

/** How long something may take on a busy machine before it counts as never. */
export const PATIENCE = 15_000;

export function settings(env = process.env) {
  for (const name of ['BASE_URL', 'LOGIN', 'PASSWORD', 'PRESS_CMD']) {
    if (!env[name]) {
      throw new Error(`${name} is not set; see e2e/README.md`);
    }
  }
  return {
    base: env.BASE_URL.replace(/\/$/, ''), login: env.LOGIN, password: env.PASSWORD, newPassword: env.NEW_PASSWORD ?? 'a-password-of-this-test',
    secondLogin: env.LOGIN2 ?? '', secondPassword: env.PASSWORD2 ?? '', supervisorLogin: env.LOGIN3 ?? '', supervisorPassword: env.PASSWORD3 ?? '',
    engineerLogin: env.LOGIN4 ?? '', engineerPassword: env.PASSWORD4 ?? '',
    fall: env.FALL_CMD ?? '', fallDevice: env.FALL_DEVICE ?? '', press: env.PRESS_CMD, device: env.PRESS_DEVICE ?? '', stranger: env.STRANGER_CMD ?? '',
    breakLog: env.BREAK_CMD ?? '', mendLog: env.MEND_CMD ?? '', shots: env.SHOTS ?? '', summary: env.SUMMARY ?? '', chromium: env.CHROMIUM ?? '/usr/bin/chromium',
  };
}

export async function openBrowser({ chromium: executablePath }) {
  return chromium.launch({ executablePath, args: FLAGS, headless: true });
}

export class Desk {
  constructor(page, given) {
    this.page = page;
    this.given = given;
    this.violations = [];
    this.errors = [];
  }

  static async open(browser, given) {
    const context = await browser.newContext({ viewport: SIZE, timezoneId: 'Asia/Shanghai', locale: 'zh-CN' });
    context.setDefaultTimeout(PATIENCE);
    const desk = new Desk(await context.newPage(), given);
    await desk.watch();
    return desk;
  }

  /** Everything that the browser refuses or that breaks is kept. */
  async watch() {
    await this.page.exposeFunction('heardViolation', (text) => void this.violations.push(text));
    await this.page.addInitScript(() => {
      document.addEventListener('securitypolicyviolation', (event) => window.heardViolation(`${event.violatedDirective} ${event.blockedURI}`));
      // the moment of painting is taken in the page: the frame after a row was put there
      new MutationObserver((changes) => {
        for (const node of changes.flatMap((change) => [...change.addedNodes])) {
          // a row comes alone, or with the whole group when it is the first of it
          for (const row of node instanceof HTMLElement ? [node, ...node.querySelectorAll('[data-alert]')].filter((one) => one.dataset.alert) : []) {
            requestAnimationFrame(() => setTimeout(() => (row.dataset.paintedAt = String(Date.now()))));
          }
        }
      }).observe(document, { childList: true, subtree: true });
    });
    this.page.on('pageerror', (error) => this.errors.push(String(error)));
    this.page.on('console', (message) => /Content Security Policy/i.test(message.text()) && this.violations.push(message.text()));
  }

  async logIn(login = this.given.login, password = this.given.password) {
    const { page } = this;
    await page.fill('input[name=user]', login);
    await page.fill('input[name=password]', password);
    await page.keyboard.press('Enter');
    await page.waitForSelector('.desk, input[name=next], [role=alert]', { timeout: PATIENCE });
    if (await page.$('input[name=next]')) {
      await this.replacePassword(password);
    }
  }

  async replacePassword(current) {
    await this.page.fill('input[name=current]', current);
    await this.page.fill('input[name=next]', this.given.newPassword);
    await this.page.fill('input[name=repeat]', this.given.newPassword);
    await this.page.keyboard.press('Enter');
    await this.page.waitForSelector('.desk', { timeout: PATIENCE });
  }

  async isLive() {
    await this.page.waitForSelector('.live--live', { timeout: PATIENCE });
  }

  /** The open alerts as the server tells them to this page's session. */
  async open() {
    return this.page.evaluate(async () => (await (await fetch('api/alerts?state=open&limit=10000')).json()).alerts);
  }

  /** Something that a device does, as a shell command. */
  send(command) {
    return sendPress({ press: command });
  }

  /** A press of the device; gives the row's id as soon as the row is on the screen, and how long that took. */
  async press(given = this.given) {
    const before = new Map((await this.open()).map((alert) => [alert.id, alert.presses]));
    const started = Date.now();
    await sendPress(given);
    const alert = await this.until(async () => (await this.open()).find((one) => isPressed(one, before, given.device)), 'the press became an alert');
    const row = await this.page.waitForSelector(`[data-alert="${alert.id}"][data-painted-at]`, { timeout: PATIENCE });
    const paintedAt = Number(await row.getAttribute('data-painted-at'));
    return { id: alert.id, alert, fromCommandMillis: paintedAt - started, fromReceivedMillis: paintedAt - Date.parse(alert.receivedAt) };
  }

  async until(question, what) {
    const end = Date.now() + PATIENCE;
    for (;;) {
      const answer = await question();
      if (answer) {
        return answer;
      }
      expect(Date.now() < end, `never came true: ${what}`);
      await this.page.waitForTimeout(50);
    }
  }

  row(id) {
    return this.page.locator(`[data-alert="${id}"]`);
  }

  /** Brings the row under Enter, with keys alone. */
  async choose(id) {
    const { page } = this;
    await page.keyboard.press('Escape');
    for (let n = 0; n < 200; n++) {
      if ((await this.row(id).getAttribute('aria-current')) === 'true') {
        return;
      }
      await page.keyboard.press(n < 100 ? 'k' : 'j');
      await page.waitForTimeout(10);
    }
    throw new Error('the row cannot be reached with J and K');
  }

  /** Takes an alert with the keyboard. */
  async claim(id) {
    if ((await this.row(id).locator('.alert__claim').count()) === 0) {
      await this.choose(id);
    }
    await this.page.keyboard.press('Enter');
    await this.page.waitForSelector(`[data-alert="${id}"].is-mine`, { timeout: PATIENCE });
    await this.page.waitForSelector('[data-owner="mine"]', { timeout: PATIENCE });
  }

  /** Closes the open case with one key and what it asks. */
  async close(keys) {
    await this.page.keyboard.press('Control+Enter');
    await this.page.waitForSelector('dialog.dlg[open]', { timeout: PATIENCE });
    for (const key of keys) {
      await this.page.keyboard.press(key);
    }
    await this.page.keyboard.press('Control+Enter');
    await this.page.waitForSelector('dialog.dlg', { state: 'detached', timeout: PATIENCE });
  }

  /** A choice of the menu at the upper right: 0 colours, 1 language, 3 log out. */
  async menu(index) {
    await this.page.click('.menu__who');
    await this.page.locator('#user-menu > *').nth(index).click();
    await this.page.keyboard.press('Escape');
  }

  async speak(language) {
    if ((await this.page.getAttribute('html', 'lang')) !== language) {
      await this.menu(1);
      await this.page.waitForSelector(`html[lang="${language}"]`, { timeout: PATIENCE });
    }
  }

  async look(theme) {
    if ((await this.page.getAttribute('html', 'data-theme')) !== theme) {
      await this.menu(0);
      await this.page.waitForSelector(`html[data-theme="${theme}"]`, { timeout: PATIENCE });
    }
  }

  /** What axe finds; it is brought in from outside the page's own policy. */
  async axe() {
    const session = await this.page.context().newCDPSession(this.page);
    await session.send('Runtime.evaluate', { expression: AXE });
    await session.detach();
    // colours that are still on their way from one look to the other are nobody's
    await this.page.evaluate(() => Promise.all(document.getAnimations().filter((one) => one.effect?.getTiming().iterations !== Infinity).map((one) => one.finished)));
    const found = await this.page.evaluate(async () => (await window.axe.run(document, { resultTypes: ['violations'] })).violations);
    const words = found.map(({ id, nodes }) => `${id} ${nodes.map((node) => node.target.join(' ')).slice(0, 3).join(' ; ')}`);
    expect(found.length === 0, `axe: ${words.join(' | ')}`);
  }

  async fitsWidth() {
    const [wide, seen] = await this.page.evaluate(() => [document.documentElement.scrollWidth, document.documentElement.clientWidth]);
    expect(wide <= seen, `the page is ${wide} px wide in a window of ${seen}`);
  }

  async shot(name) {
    if (this.given.shots) {
      mkdirSync(this.given.shots, { recursive: true });
      await this.page.screenshot({ path: join(this.given.shots, `${name}.png`) });
    }
  }
}

/** Whether an alert is new, or was pressed again, since it was looked at. */
export function isPressed(alert, before, device) {
  const ours = device === '' || alert.deviceId === device;
  return ours && (!before.has(alert.id) || before.get(alert.id) < alert.presses);
}

let sequence = Math.floor(Date.now() / 1000) % 1_000_000_000;

/** Runs the given command once; `$SEQ` in it is a number that was not used before. */
function sendPress({ press }) {
  sequence++;
  return new Promise((resolve, reject) => {
    execFile('/bin/sh', ['-c', press], { env: { ...process.env, SEQ: String(sequence) }, timeout: PATIENCE }, (failure, _, errors) =>
      failure ? reject(new Error(`the press could not be sent: ${errors || failure.message}`)) : resolve(),
    );
  });
}
