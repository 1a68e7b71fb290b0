import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { CLOSED_MILLIS, FeedConnection, POLL_MILLIS, SILENCE_MILLIS, type Line, type LineState } from '../../src/feed/connection';

/** One opened feed, as the server sees it. */
class Opened {
  private controller!: ReadableStreamDefaultController<Uint8Array>;
  readonly response: Response;

  constructor(
    readonly lastEventId: string | null,
    signal: AbortSignal,
  ) {
    const body = new ReadableStream<Uint8Array>({ start: (controller) => void (this.controller = controller) });
    signal.addEventListener('abort', () => this.controller.error(new Error('aborted')));
    this.response = new Response(body, { status: 200 });
  }

  send(text: string): void {
    this.controller.enqueue(new TextEncoder().encode(text));
  }

  close(): void {
    this.controller.close();
  }
}

describe('the line', () => {
  const opened: Opened[] = [];
  const states: LineState[] = [];
  const frames: string[] = [];
  const refused: number[] = [];
  let refuseWith: number | null = null;
  let reachable = true;
  let polls = 0;
  let connection: FeedConnection;
  const line: Line = {
    frame: ({ event }) => void frames.push(event),
    state: (state) => void states.push(state),
    refused: (status) => void refused.push(status),
    poll: () => {
      polls++;
      return reachable ? Promise.resolve() : Promise.reject(new Error('unreachable'));
    },
  };

  beforeEach(() => {
    vi.useFakeTimers();
    for (const list of [opened, states, frames, refused]) {
      list.length = 0;
    }
    refuseWith = null;
    reachable = true;
    polls = 0;
    vi.stubGlobal('fetch', (_: string, init: RequestInit) => {
      if (refuseWith !== null) {
        return Promise.resolve(new Response('', { status: refuseWith }));
      }
      if (!reachable) {
        return Promise.reject(new TypeError('unreachable'));
      }
      const feed = new Opened(new Headers(init.headers).get('Last-Event-ID'), init.signal as AbortSignal);
      opened.push(feed);
      return Promise.resolve(feed.response);
    });
    connection = new FeedConnection('/api/feed', line, () => Date.now());
    connection.start();
  });

  afterEach(() => {
    connection.stop();
    vi.useRealTimers();
    vi.unstubAllGlobals();
  });

  async function pass(millis: number): Promise<void> {
    await vi.advanceTimersByTimeAsync(millis);
  }

  it('is live with the first frame and asks for everything when it has nothing', async () => {
    await pass(1);
    expect(opened[0]?.lastEventId).toBeNull();
    opened[0]?.send('event: snapshot\nid: e-1\ndata: {}\n\n');
    await pass(1);
    expect(states).toEqual(['live']);
    expect(frames).toEqual(['snapshot']);
  });

  it('resumes after the last frame that was applied', async () => {
    await pass(1);
    opened[0]?.send('event: snapshot\nid: e-1\ndata: {}\n\nevent: alerts\nid: e-7\ndata: {}\n\nevent: system\ndata: {}\n\n');
    await pass(1);
    opened[0]?.close();
    await pass(1_000);
    expect(opened[1]?.lastEventId).toBe('e-7');
  });

  it('does not alarm anybody when a cut is mended at once', async () => {
    await pass(1);
    opened[0]?.send('event: system\ndata: {}\n\n');
    await pass(1);
    opened[0]?.close();
    await pass(600);
    opened[1]?.send('event: resumed\ndata: {}\n\n');
    await pass(CLOSED_MILLIS);
    expect(states).toEqual(['live', 'connecting', 'live']);
    expect(polls).toBe(0);
  });

  it('is lost after twenty silent seconds, polls, and opens a new feed', async () => {
    await pass(1);
    opened[0]?.send('event: heartbeat\ndata: {}\n\n');
    await pass(SILENCE_MILLIS - 1_000);
    expect(states).toEqual(['live']);
    await pass(1_100);
    expect(states).toEqual(['live', 'lost']);
    expect(polls).toBe(1);
    expect(opened).toHaveLength(2);
    await pass(2 * POLL_MILLIS + 100);
    expect(polls).toBe(3);
    opened[1]?.send('event: snapshot\ndata: {}\n\n');
    await pass(POLL_MILLIS * 2);
    expect(states.at(-1)).toBe('live');
    expect(polls).toBe(3);
  });

  it('keeps trying with growing pauses while nothing answers, and at once when a poll gets through', async () => {
    await pass(1);
    opened[0]?.send('event: system\ndata: {}\n\n');
    await pass(1);
    reachable = false;
    opened[0]?.close();
    await pass(60_000);
    expect(states.at(-1)).toBe('lost');
    expect(opened).toHaveLength(1);
    reachable = true;
    await pass(POLL_MILLIS + 1);
    expect(opened.length).toBeGreaterThan(1);
    opened.at(-1)?.send('event: snapshot\ndata: {}\n\n');
    await pass(1);
    expect(states.at(-1)).toBe('live');
  });

  it('stops for good when the server no longer knows the session', async () => {
    await pass(1);
    refuseWith = 401;
    opened[0]?.close();
    await pass(60_000);
    expect(refused).toEqual([401]);
    expect(states.at(-1)).toBe('ended');
    expect(polls).toBe(0);
  });

  it('keeps asking when the feed is full, which is not the end', async () => {
    await pass(1);
    refuseWith = 503;
    opened[0]?.close();
    await pass(10_000);
    expect(refused).toEqual([]);
    expect(states.at(-1)).toBe('lost');
    expect(polls).toBeGreaterThan(1);
  });
});
