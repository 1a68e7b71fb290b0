// @vitest-environment happy-dom
import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { ALL_HELP, asking, claim, clearDuty, defer, dispatch, endTest, enter, finish, move, nextProgress, notice, progress, reopen, resolve, select, selected, shown, searching, takeOver, target, wanted } from '../../src/desk/duty';
import { rows } from '../../src/feed/live';
import type { Row } from '../../src/feed/row';
import { me } from '../../src/session/session';
import { speak } from '../../src/words/words';
import { row } from '../rows';

interface Call {
  readonly path: string;
  readonly body: { readonly expectedVersion?: number };
}

/** Answers commands in turn; the last answer is given from then on. Everything else is fine. */
function server(...answers: [number, object][]): Call[] {
  const calls: Call[] = [];
  vi.stubGlobal('fetch', (path: string, init: RequestInit) => {
    if (!/claim|resolve|takeover|defer|progress|dispatch|reopen|close|note|test/.test(path)) {
      return Promise.resolve(new Response('{}'));
    }
    calls.push({ path, body: (init.body === null ? init.method : JSON.parse(String(init.body))) as Call['body'] });
    const [status, body] = answers[Math.min(calls.length, answers.length) - 1] ?? [200, {}];
    return Promise.resolve(new Response(JSON.stringify(body), { status }));
  });
  return calls;
}

function problem(reason: string, more: object = {}): [number, object] {
  return [409, { type: `urn:convoy:problem:${reason}`, title: '', ...more }];
}

function shows(...list: Row[]): void {
  rows.value = new Map(list.map((one) => [one.id, one]));
}

beforeAll(() => speak('zh-CN'));
beforeEach(() => {
  me.value = { user: 'liming', name: '李明', role: 'operator', scope: '', passwordChangeRequired: false };
  shows(row('a'), row('b', { receivedAt: '2026-03-02T04:02:00.000Z' }), row('mine', { owner: 'liming', state: 'CLAIMED' }));
});
afterEach(() => {
  clearDuty();
  vi.unstubAllGlobals();
});

describe('a claim', () => {
  it('takes the first that waits, with the version that was seen, and opens it', async () => {
    const calls = server([200, { id: 'b', version: 2 }]);
    await enter();
    expect(calls).toEqual([{ path: 'api/alerts/b/claim', body: { expectedVersion: 1 } }]);
    expect(selected.value).toBe('b');
    expect(notice.value).toBeNull();
  });

  it('says who was faster and how fast', async () => {
    server(problem('owned-by-other', { owner: 'liumin', ownerName: '刘敏', since: new Date(Date.now() - 300).toISOString() }));
    await enter();
    expect(notice.value).toMatchObject({ kind: 'lost', by: '刘敏', id: 'b' });
    expect(notice.value?.kind === 'lost' && notice.value.seconds).toBeGreaterThan(0.2);
    expect(selected.value).toBeNull();
  });

  it('goes on with the newer version when the wearer pressed meanwhile', async () => {
    const calls = server(problem('version-mismatch', { version: 7 }), [200, {}]);
    await enter();
    expect(calls.map(({ body }) => body.expectedVersion)).toEqual([1, 7]);
    expect(notice.value).toBeNull();
  });

  it('does not chase versions for ever', async () => {
    const calls = server(problem('version-mismatch', { version: 7 }));
    await enter();
    expect(calls).toHaveLength(3);
    expect(notice.value).toMatchObject({ kind: 'failed' });
  });

  it('is sent once however often the key is pressed', async () => {
    const calls = server([200, {}]);
    const target = rows.value.get('a') as Row;
    await Promise.all([claim(target), claim(target), claim(target)]);
    expect(calls).toHaveLength(1);
  });

  it('acknowledges the case in hand when its wearer calls again', async () => {
    shows(row('a'), row('mine', { owner: 'liming', state: 'CLAIMED', attentionPending: true, version: 4 }));
    const calls = server([200, {}]);
    select('mine');
    await enter();
    expect(calls[0]).toEqual({ path: 'api/alerts/mine/claim', body: { expectedVersion: 4 } });
  });

  it('is not offered to a role that may not', () => {
    me.value = { user: 'shen', name: '审计', role: 'auditor', scope: '', passwordChangeRequired: false, permissions: ['listAlerts'] };
    expect(target.value).toBeNull();
  });
});

describe('closing', () => {
  const resolution = { expectedVersion: 1, cause: 'FALL', outcome: 'REFUSED', falseAlarm: false } as const;

  it('never overrides what happened meanwhile: the operator looks again', async () => {
    const calls = server(problem('version-mismatch', { version: 9 }));
    expect(await resolve(rows.value.get('mine') as Row, resolution)).toBe('警情刚有变化，请核对后再结案。');
    expect(calls).toHaveLength(1);
  });

  it('lets go of the case when it is done', async () => {
    server([200, {}]);
    select('mine');
    expect(await resolve(rows.value.get('mine') as Row, resolution)).toBeNull();
    expect(selected.value).toBeNull();
  });
});

describe('the list', () => {
  it('is walked through in the order shown, within what was searched for', () => {
    server();
    move(1);
    expect(selected.value).toBe('b');
    searching.value = true;
    wanted.value = 'R-a';
    expect(shown.value.waiting.map(({ id }) => id)).toEqual(['a']);
    move(1);
    expect(selected.value).toBe('a');
  });
});

describe('what is done with a case', () => {
  it('sends for the ambulance and the contacts with one command', async () => {
    const calls = server([200, { id: 'mine', version: 2 }]);
    await dispatch(row('mine'), ALL_HELP);
    expect(calls).toEqual([{ path: 'api/alerts/mine/dispatch', body: { actions: ['ambulance', 'contacts'] } }]);
  });

  it('is taken over with the version seen, and the reason is a note', async () => {
    const calls = server([200, { id: 'a', version: 4 }]);
    expect(await takeOver(row('a', { version: 3 }), '坐席离岗')).toBe(true);
    expect(calls).toEqual([
      { path: 'api/alerts/a/takeover', body: { expectedVersion: 3 } },
      { path: 'api/alerts/a/note', body: { text: '坐席离岗' } },
    ]);
  });

  it('writes no reason when it was not taken', async () => {
    const calls = server([409, { type: 'urn:convoy:problem:wrong-state', title: '' }]);
    expect(await takeOver(row('a'), '坐席离岗')).toBe(false);
    expect(calls).toHaveLength(1);
    expect(notice.value).toMatchObject({ kind: 'failed', text: '这条警情现在不能这样做。' });
  });

  it('names who has it when the server refuses', async () => {
    server(problem('not-owner', { owner: 'banzhang', ownerName: '周班长' }));
    await progress(row('a'), 'ON_SCENE');
    expect(notice.value).toMatchObject({ kind: 'failed', text: '由 周班长 处置，你的操作没有生效。' });
  });

  it('is put off, opened again, closed and rung again', async () => {
    const calls = server([200, { id: 'a', version: 2 }]);
    expect(await defer(row('a', { version: 5 }), 300, 'CALL_BACK_AGREED', '')).toBe(true);
    expect(await reopen('a', ' 家属来电 ')).toBe(true);
    expect(await finish('a', '')).toBe(true);
    await endTest(row('a'));
    expect(calls).toEqual([
      { path: 'api/alerts/a/defer', body: { forSeconds: 300, reason: 'CALL_BACK_AGREED', expectedVersion: 5 } },
      { path: 'api/alerts/a/reopen', body: { note: '家属来电' } },
      { path: 'api/alerts/a/close', body: {} },
      { path: 'api/devices/D-a/test', body: 'DELETE' },
    ]);
  });

  it('comes nearer step by step and then no further', () => {
    expect(nextProgress(row('a'))).toBe('CONTACTING');
    expect(nextProgress(row('a', { progress: 'DISPATCHED' }))).toBe('ON_SCENE');
    expect(nextProgress(row('a', { progress: 'HANDED_OVER' }))).toBeNull();
  });

  it('is no longer asked about when another is selected', () => {
    select('a');
    asking.value = 'defer';
    select('b');
    expect(asking.value).toBeNull();
  });
});
