import { afterEach, describe, expect, it, vi } from 'vitest';
import { command, get, problemOf, randomKey, Refused, Unreachable, whenSessionIsLost } from '../../src/wire/http';

type Sent = { path: string; headers: Headers };

/** A server that gives these answers in turn; null is a server that is not there. */
function server(...answers: ([number, unknown] | null)[]): Sent[] {
  const sent: Sent[] = [];
  vi.stubGlobal('fetch', (path: string, init: RequestInit) => {
    sent.push({ path, headers: new Headers(init.headers) });
    const answer = answers[Math.min(sent.length, answers.length) - 1];
    return answer ? Promise.resolve(new Response(JSON.stringify(answer[1]), { status: answer[0] })) : Promise.reject(new TypeError('refused'));
  });
  return sent;
}

function problem(status: number, reason: string, more: object = {}): [number, unknown] {
  return [status, { type: `urn:convoy:problem:${reason}`, title: '', status, ...more }];
}

const atOnce = (): Promise<void> => Promise.resolve();

afterEach(() => vi.unstubAllGlobals());

describe('commands', () => {
  it('are repeated with the same key while the server says not now or is not there', async () => {
    const sent = server(problem(503, 'log-unavailable'), null, [200, { id: 'a', version: 2, durability: 'COMMITTED' }]);
    expect(await command('/x', {}, atOnce)).toMatchObject({ version: 2 });
    const keys = sent.map(({ headers }) => headers.get('Idempotency-Key'));
    expect(keys).toHaveLength(3);
    expect(new Set(keys).size).toBe(1);
    expect(keys[0]).toMatch(/^[0-9a-f-]{32,36}$/);
  });

  it('are not repeated when the server said no', async () => {
    const sent = server(problem(409, 'owned-by-other', { ownerName: '李明' }));
    await expect(command('/x', {}, atOnce)).rejects.toMatchObject({ reason: 'owned-by-other', problem: { ownerName: '李明', status: 409 } });
    expect(sent).toHaveLength(1);
  });

  it('are given up after ten seconds of trying, not before', async () => {
    const pauses: number[] = [];
    server(null);
    await expect(command('/x', {}, (millis) => (pauses.push(millis), Promise.resolve()))).rejects.toBeInstanceOf(Unreachable);
    expect(pauses.reduce((sum, millis) => sum + millis, 0)).toBeGreaterThanOrEqual(10_000);
    expect(Math.max(...pauses)).toBe(2_000);
  });

  it('carry the header that another site cannot send', async () => {
    const sent = server([200, {}]);
    await command('/x', {}, atOnce);
    expect(sent[0]?.headers.get('X-Convoy-Console')).toBe('1');
    expect(sent[0]?.headers.get('Content-Type')).toBe('application/json');
  });
});

describe('answers', () => {
  it('tell when the session is lost', async () => {
    const lost: string[] = [];
    whenSessionIsLost(({ reason }) => lost.push(reason));
    server(problem(401, 'session-ended'));
    await expect(get('/x')).rejects.toBeInstanceOf(Refused);
    server(problem(403, 'forbidden'));
    await expect(get('/x')).rejects.toBeInstanceOf(Refused);
    whenSessionIsLost(() => {});
    expect(lost).toEqual(['session-ended']);
  });

  it('that are no problem+json are told by their status', () => {
    expect(problemOf(502, '<html>Bad gateway</html>')).toEqual({ type: 'urn:convoy:problem:http-502', title: '', status: 502 });
    expect(problemOf(500, '{"type":7}').type).toBe('urn:convoy:problem:http-500');
  });
});

describe('keys of commands', () => {
  it('exist without a secure context', () => {
    const bytes = { getRandomValues: <T extends ArrayBufferView>(array: T): T => (new Uint8Array(array.buffer).fill(0xab), array) };
    expect(randomKey(bytes as unknown as Crypto)).toBe('abababab-abab-4bab-abab-abababababab');
  });
});
