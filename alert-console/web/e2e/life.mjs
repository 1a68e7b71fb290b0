// Between the claim and the end: help, progress, putting off, taking over, opening again.
import { Desk, PATIENCE } from './desk.mjs';
import { expect } from './report.mjs';

/** A call to the API with the session of a page. */
function call(page, method, path, body) {
  return page.evaluate(
    async ([verb, where, what]) => {
      const headers = { 'X-Convoy-Console': '1', ...(what === null ? {} : { 'Content-Type': 'application/json' }) };
      const answer = await fetch(where, { method: verb, headers, body: what === null ? null : JSON.stringify(what) });
      const text = await answer.text();
      return { status: answer.status, json: text === '' ? null : JSON.parse(text) };
    },
    [method, path, body ?? null],
  );
}

async function caseOf(page, id) {
  return (await call(page, 'GET', `api/alerts/${id}`)).json;
}

export async function sendsHelp(report, desk) {
  const { page } = desk;
  await desk.choose(desk.case);
  await report.check('F9 sends ambulance and contacts in parallel, and says the truth about it', async () => {
    await page.waitForSelector('.next[data-act="send"]', { timeout: PATIENCE });
    expect(/不会真的拨出|只记录，未拨出/.test(await page.innerText('.next')), 'the button does not say that nobody is really called');
    await page.keyboard.press('F9');
    await page.waitForSelector('.step__what:has-text("派出")', { timeout: PATIENCE });
    const { steps, timeline } = await caseOf(page, desk.case);
    const started = ['CALL', 'REQUEST_AMBULANCE'].filter((action) => steps.some((step) => step.action === action && step.state === 'DONE'));
    expect(started.length === 2, `started: ${started.join()} of ${steps.map((step) => `${step.action} ${step.state}`).join()}`);
    expect(timeline.some((entry) => entry.type === 'SUMMONED'), 'no line says who sent for help');
    await page.waitForSelector('.next[data-act="close"]', { timeout: PATIENCE });
    await desk.axe();
    await desk.shot('help-sent-zh-dark');
  });
  await report.check('D says how far help has come, one step for each key; a chip leaves steps out', async () => {
    const before = (await caseOf(page, desk.case)).progress;
    if (before === 'CLAIMED') {
      await page.keyboard.press('d');
      await page.waitForSelector('[data-progress="CONTACTING"][aria-pressed="true"]', { timeout: PATIENCE });
    }
    await page.click('[data-progress="ON_SCENE"]');
    await page.waitForSelector('[data-progress="ON_SCENE"][aria-pressed="true"]', { timeout: PATIENCE });
    expect((await caseOf(page, desk.case)).state === 'ON_SCENE', 'the server does not know');
    await desk.shot('progress-zh-dark');
  });
  await report.check('what is urgent is never put off', async () => {
    await page.keyboard.press('w');
    expect((await page.locator('[data-ask]').count()) === 0, 'it asks how long');
    const { version } = await caseOf(page, desk.case);
    const answer = await call(page, 'POST', `api/alerts/${desk.case}/defer`, { forSeconds: 5, reason: 'OTHER', expectedVersion: version });
    expect(answer.status === 409 && answer.json.type.endsWith('p1-never-waits'), `the server says ${answer.status} ${answer.json.type}`);
  });
}

/** Needs a command for a second device that falls and moves on (P2). */
export async function putsOff(report, desk) {
  const { page, given } = desk;
  if (given.fall === '') {
    console.log('     no FALL_CMD: putting off is left out');
    return;
  }
  let id = '';
  await report.check('what may wait is put off in place, with a reason and a time', async () => {
    id = (await desk.press({ press: given.fall, device: given.fallDevice })).id;
    await desk.choose(id);
    await page.keyboard.press('Enter');
    await page.waitForSelector(`[data-alert="${id}"].is-mine`, { timeout: PATIENCE });
    await page.keyboard.press('w');
    await page.waitForSelector('[data-ask="defer"]', { timeout: PATIENCE });
    await page.keyboard.press('Enter');
    await page.waitForSelector('[data-ask="defer"] [role="alert"]', { timeout: PATIENCE });
    expect((await caseOf(page, id)).state === 'CLAIMED', 'it was put off without a reason');
    await page.keyboard.press('1');
    await page.keyboard.press('q');
    await desk.axe();
    await desk.shot('defer-zh-dark');
    await page.keyboard.press('Enter');
    await page.waitForSelector(`[data-list="held"] [data-alert="${id}"].is-deferred`, { timeout: PATIENCE });
    const { state, heldReason, heldUntil } = await caseOf(page, id);
    expect(state === 'DEFERRED' && heldReason === 'CALL_BACK_AGREED' && Date.parse(heldUntil) > Date.now() + 200_000, `${state} ${heldReason} ${heldUntil}`);
    await desk.axe();
    await desk.shot('held-zh-dark');
  });
  await report.check('it is handled now with Enter, or comes back by itself when its time is over', async () => {
    await desk.choose(id);
    await page.keyboard.press('Enter');
    await page.waitForSelector(`[data-alert="${id}"].is-mine`, { timeout: PATIENCE });
    const { version } = await caseOf(page, id);
    const answer = await call(page, 'POST', `api/alerts/${id}/defer`, { forSeconds: 3, reason: 'WAITING_FOR_DEVICE', expectedVersion: version });
    expect(answer.status === 200, `${answer.status}`);
    await page.waitForSelector(`[data-list="held"] [data-alert="${id}"]`, { timeout: PATIENCE });
    await page.waitForSelector(`.pane--queue :not([data-list]) > ol [data-alert="${id}"].is-unclaimed`, { timeout: PATIENCE });
    await desk.claim(id);
    await desk.close(['2']);
    await page.waitForSelector(`.pane--queue [data-alert="${id}"]`, { state: 'detached', timeout: PATIENCE });
  });
}

/** Needs the login of a supervisor. */
export async function takesOver(report, desk, browser) {
  const { page, given } = desk;
  if (given.supervisorLogin === '') {
    console.log('     no LOGIN3: taking over is left out');
    return;
  }
  const other = await Desk.open(browser, given);
  await report.check('an operator has no right to take over', async () => {
    const { version } = await caseOf(page, desk.case);
    const answer = await call(page, 'POST', `api/alerts/${desk.case}/takeover`, { expectedVersion: version });
    expect(answer.status === 403, `${answer.status}`);
  });
  await report.check('a supervisor takes over: the owner is named, the reason is kept', async () => {
    await other.page.goto(`${given.base}/`);
    await other.page.waitForSelector('input[name=user]', { timeout: PATIENCE });
    await other.logIn(given.supervisorLogin, given.supervisorPassword);
    await other.isLive();
    await desk.choose(desk.case);
    await other.choose(desk.case);
    await other.page.waitForSelector('[data-act="take-over"]', { timeout: PATIENCE });
    await other.page.keyboard.press('t');
    await other.page.waitForSelector('[data-ask="takeOver"]', { timeout: PATIENCE });
    expect((await other.page.innerText('#ask-title')).includes(given.login), `asks: ${await other.page.innerText('#ask-title')}`);
    await other.page.click('[data-ask] input');
    await other.page.keyboard.type('坐席离岗');
    await other.axe();
    await other.shot('takeover-zh-dark');
    await other.page.keyboard.press('Enter');
    await other.page.waitForSelector('[data-owner="mine"]', { timeout: PATIENCE });
    await page.waitForSelector('[data-owner="other"]', { timeout: PATIENCE });
    await other.page.waitForSelector('.step__what:has-text("坐席离岗")', { timeout: PATIENCE });
  });
  await report.check('who lost the case is refused with the new owner\'s name', async () => {
    const answer = await call(page, 'POST', `api/alerts/${desk.case}/release`, {});
    expect(answer.status === 409 && answer.json.owner === given.supervisorLogin, `${answer.status} ${JSON.stringify(answer.json)}`);
    await other.page.click('[data-act="release"]');
    await page.waitForSelector(`[data-alert="${desk.case}"].is-abandoned`, { timeout: PATIENCE });
    await desk.claim(desk.case);
  });
  await other.page.context().close();
}

/** Closes a case, finds it below the queue, opens it again, and closes it for good after its visit. */
export async function opensAgain(report, desk) {
  const { page } = desk;
  let id = '';
  await report.check('a case that ended is found below the queue and opened again', async () => {
    id = (await desk.press()).id;
    await desk.claim(id);
    await desk.close(['6']);
    await page.waitForSelector(`.pane--queue [data-alert="${id}"]`, { state: 'detached', timeout: PATIENCE });
    const { state, timeline } = await caseOf(page, id);
    expect(state === 'FOLLOW_UP' || state === 'RESOLVED', `it is ${state}`);
    expect(timeline.some((entry) => entry.type === 'RESOLVED'), 'its end is not on its time line');
    const late = await call(page, 'POST', `api/alerts/${id}/claim`, { expectedVersion: 1 });
    expect(late.status === 409 && late.json.type.endsWith('wrong-state') && late.json.state === state, `a late claim: ${JSON.stringify(late)}`);
    await page.click('[data-list="ended"] .qgroup__fold');
    await page.click(`[data-ended="${id}"]`);
    await page.waitForSelector('[data-owner="ended"]', { timeout: PATIENCE });
    await desk.axe();
    await desk.shot('ended-zh-dark');
    await page.keyboard.press('r');
    await page.waitForSelector('[data-ask="reopen"]', { timeout: PATIENCE });
    await page.keyboard.press('Enter');
    await page.waitForSelector(`[data-alert="${id}"].is-mine`, { timeout: PATIENCE });
    await page.waitForSelector('.step__what:has-text("重新打开")', { timeout: PATIENCE });
  });
  await report.check('after its visit it is closed for good with Ctrl+Enter', async () => {
    await desk.close(['6']);
    await page.waitForSelector(`[data-ended="${id}"]`, { timeout: PATIENCE });
    await page.click(`[data-ended="${id}"]`);
    await page.waitForSelector('[data-owner="ended"]', { timeout: PATIENCE });
    await page.keyboard.press('Control+Enter');
    await page.waitForSelector('[data-ask="finish"]', { timeout: PATIENCE });
    await page.keyboard.press('Enter');
    await desk.until(async () => (await caseOf(page, id)).state === 'CLOSED', 'it is closed');
    const over = await call(page, 'POST', `api/alerts/${id}/reopen`, {});
    expect(over.status === 409 && over.json.state === 'CLOSED', JSON.stringify(over));
  });
}
