/**
 * The line to the server's feed: opens it, resumes where it was cut, notices silence, and falls back to polling.
 *
 * <pre>
 *  connecting --first frame--> live --closed 3 s or silent 20 s--> lost (polls every 2 s, keeps reconnecting) --> live
 *       any --401, 403, session ended--> ended
 * </pre>
 *
 * A plain EventSource would do less: it cannot send `Last-Event-ID` on a new object and hides why it failed.
 */
import { FrameReader, type Frame } from './frames';

export type LineState = 'connecting' | 'live' | 'lost' | 'ended';

export interface Line {
  /** One event of the feed. */
  frame(frame: Frame): void;
  state(state: LineState): void;
  /** Fetches the open alerts once; rejects when the server cannot be reached. */
  poll(): Promise<void>;
  /** The server refused the feed: 401, 403. */
  refused(status: number): void;
}

export const SILENCE_MILLIS = 20_000;
export const CLOSED_MILLIS = 3_000;
export const POLL_MILLIS = 2_000;
const FIRST_PAUSE_MILLIS = 500;
const LONGEST_PAUSE_MILLIS = 5_000;

type Timer = ReturnType<typeof setTimeout>;

export class FeedConnection {
  private current: LineState = 'connecting';
  private lastId = '';
  private heardAt = 0;
  private pause = FIRST_PAUSE_MILLIS;
  private attempt: AbortController | null = null;
  private retryTimer: Timer | undefined;
  private watchTimer: Timer | undefined;
  private pollTimer: Timer | undefined;

  constructor(
    private readonly url: string,
    private readonly line: Line,
    private readonly monotonic: () => number = () => performance.now(),
  ) {}

  start(): void {
    this.heardAt = this.monotonic();
    this.connect();
    this.watch(CLOSED_MILLIS);
  }

  /** Ends for good. */
  stop(): void {
    this.become('ended');
    this.attempt?.abort();
    clearTimeout(this.retryTimer);
    clearTimeout(this.watchTimer);
    clearTimeout(this.pollTimer);
  }

  /** Somebody pressed the key, the network came back, or a poll got through: do not wait any longer. */
  reconnect(): void {
    if (this.current !== 'ended' && this.current !== 'live') {
      this.pause = FIRST_PAUSE_MILLIS;
      this.connect();
    }
  }

  private connect(): void {
    clearTimeout(this.retryTimer);
    this.attempt?.abort();
    const attempt = new AbortController();
    this.attempt = attempt;
    this.read(attempt).then(
      () => this.closed(attempt),
      () => this.closed(attempt),
    );
  }

  private async read(attempt: AbortController): Promise<void> {
    const headers: Record<string, string> = { Accept: 'text/event-stream' };
    if (this.lastId !== '') {
      headers['Last-Event-ID'] = this.lastId;
    }
    const response = await fetch(this.url, { headers, signal: attempt.signal, credentials: 'same-origin', cache: 'no-store' });
    if (response.status === 401 || response.status === 403) {
      this.stop();
      this.line.refused(response.status);
      return;
    }
    if (!response.ok || !response.body) {
      throw new Error(`feed: ${response.status}`);
    }
    const frames = new FrameReader();
    const text = new TextDecoder();
    const reader = response.body.getReader();
    for (;;) {
      const { done, value } = await reader.read();
      if (done || attempt.signal.aborted) {
        return;
      }
      this.heard();
      for (const frame of frames.read(text.decode(value, { stream: true }))) {
        if (attempt.signal.aborted) {
          return;
        }
        this.take(frame);
      }
    }
  }

  private take(frame: Frame): void {
    if (this.current !== 'live') {
      this.pause = FIRST_PAUSE_MILLIS;
      clearTimeout(this.pollTimer);
      this.become('live');
    }
    this.line.frame(frame);
    // only after it was applied: a frame that failed half-way is asked for again
    if (frame.id !== '') {
      this.lastId = frame.id;
    }
  }

  private heard(): void {
    this.heardAt = this.monotonic();
    this.watch(SILENCE_MILLIS);
  }

  private closed(attempt: AbortController): void {
    if (attempt !== this.attempt || this.current === 'ended') {
      return;
    }
    this.attempt = null;
    if (this.current === 'live') {
      this.become('connecting');
      this.watch(CLOSED_MILLIS);
    }
    this.retryTimer = setTimeout(() => this.connect(), this.pause);
    this.pause = Math.min(LONGEST_PAUSE_MILLIS, this.pause * 2);
  }

  private watch(millis: number): void {
    clearTimeout(this.watchTimer);
    if (this.current !== 'ended') {
      this.watchTimer = setTimeout(() => this.silent(), millis);
    }
  }

  private silent(): void {
    if (this.current === 'ended' || this.current === 'lost') {
      return;
    }
    this.become('lost');
    // a line that is open but dead would stay so for minutes
    if (this.monotonic() - this.heardAt >= SILENCE_MILLIS) {
      this.connect();
    }
    void this.pollAgain();
  }

  private async pollAgain(): Promise<void> {
    if (this.current !== 'lost') {
      return;
    }
    try {
      await this.line.poll();
      if (this.current === 'lost' && this.attempt === null) {
        this.reconnect();
      }
    } catch {
      // still unreachable: the bar says so, the next poll tries again
    }
    if (this.current === 'lost') {
      this.pollTimer = setTimeout(() => void this.pollAgain(), POLL_MILLIS);
    }
  }

  private become(state: LineState): void {
    if (this.current !== state) {
      this.current = state;
      this.line.state(state);
    }
  }
}
