/**
 * Calls to the server. A failure is a {@link Refused} (the server said no and why) or an {@link Unreachable}; nothing
 * else is thrown. Commands carry a key that makes them safe to repeat, and are repeated with it while the server says
 * "not now" or cannot be reached.
 */
import type { Problem } from './types';

export class Refused extends Error {
  constructor(readonly problem: Problem) {
    super(problem.type);
    this.name = 'Refused';
  }

  /** The last word of the problem's type, as `owned-by-other`. */
  get reason(): string {
    return this.problem.type.slice(this.problem.type.lastIndexOf(':') + 1);
  }
}

export class Unreachable extends Error {
  constructor(cause: unknown) {
    super('unreachable', { cause });
    this.name = 'Unreachable';
  }
}

/** A cookie alone does not prove that the request comes from this page; this header does. */
const OWN_PAGE = { 'X-Convoy-Console': '1' } as const;

const PATIENCE_MILLIS = 10_000;
const FIRST_PAUSE_MILLIS = 250;
const LONGEST_PAUSE_MILLIS = 2_000;
const ANSWER_MILLIS = 8_000;

type Listener = (refused: Refused) => void;
let onSessionLost: Listener = () => {};

/** Called when the server no longer knows this session. */
export function whenSessionIsLost(listener: Listener): void {
  onSessionLost = listener;
}

export async function get<T>(path: string, signal?: AbortSignal): Promise<T> {
  return send<T>(path, { method: 'GET', signal: signal ?? null });
}

/** A write that is not a command on an alert: sent once. */
export async function call<T>(method: 'POST' | 'PATCH' | 'DELETE', path: string, body?: unknown): Promise<T> {
  return send<T>(path, { method, headers: headersFor(body), body: body === undefined ? null : JSON.stringify(body) });
}

/** A command: repeated with the same key until it is answered, for at most ten seconds. */
export async function command<T>(path: string, body: unknown, pause: (millis: number) => Promise<void> = sleep): Promise<T> {
  return repeated<T>(path, 'POST', body, pause);
}

/** A command that takes something back; repeated likewise. */
export async function withdraw<T>(path: string): Promise<T> {
  return repeated<T>(path, 'DELETE', undefined, sleep);
}

async function repeated<T>(path: string, method: 'POST' | 'DELETE', body: unknown, pause: (millis: number) => Promise<void>): Promise<T> {
  const headers = { ...headersFor(body), 'Idempotency-Key': randomKey() };
  let wait = FIRST_PAUSE_MILLIS;
  let waited = 0;
  for (;;) {
    try {
      return await send<T>(path, { method, headers, body: body === undefined ? null : JSON.stringify(body) });
    } catch (failure) {
      if (!isWorthRepeating(failure) || waited >= PATIENCE_MILLIS) {
        throw failure;
      }
      await pause(wait);
      waited += wait;
      wait = Math.min(LONGEST_PAUSE_MILLIS, wait * 2);
    }
  }
}

function isWorthRepeating(failure: unknown): boolean {
  return failure instanceof Unreachable || (failure instanceof Refused && failure.problem.status === 503);
}

function headersFor(body: unknown): Record<string, string> {
  return body === undefined ? { ...OWN_PAGE } : { ...OWN_PAGE, 'Content-Type': 'application/json' };
}

async function send<T>(path: string, init: RequestInit): Promise<T> {
  const signal = init.signal ? AbortSignal.any([init.signal, AbortSignal.timeout(ANSWER_MILLIS)]) : AbortSignal.timeout(ANSWER_MILLIS);
  let response: Response;
  let text: string;
  try {
    response = await fetch(path, { ...init, signal, credentials: 'same-origin', cache: 'no-store' });
    text = await response.text();
  } catch (failure) {
    throw new Unreachable(failure);
  }
  if (response.ok) {
    return (text === '' ? undefined : JSON.parse(text)) as T;
  }
  const refused = new Refused(problemOf(response.status, text));
  if (refused.reason === 'not-logged-in' || refused.reason === 'session-ended' || refused.reason === 'password-change-required') {
    onSessionLost(refused);
  }
  throw refused;
}

/** The problem in an answer; an answer that is none (a proxy's page, say) becomes one. */
export function problemOf(status: number, text: string): Problem {
  try {
    const parsed = JSON.parse(text) as Partial<Problem>;
    if (typeof parsed.type === 'string') {
      return { title: '', ...parsed, type: parsed.type, status };
    }
  } catch {
    // not JSON: told apart by its status alone
  }
  return { type: `urn:convoy:problem:http-${status}`, title: '', status };
}

/** `crypto.randomUUID` exists only in a secure context; a console reached by plain HTTP has random bytes all the same. */
export function randomKey(source: Pick<Crypto, 'getRandomValues'> & Partial<Pick<Crypto, 'randomUUID'>> = crypto): string {
  if (source.randomUUID) {
    return source.randomUUID();
  }
  const bytes = source.getRandomValues(new Uint8Array(16));
  // version 4, variant 1 (RFC 9562, 5.4)
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x40;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}

function sleep(millis: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, millis));
}
