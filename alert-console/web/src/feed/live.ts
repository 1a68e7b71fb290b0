/**
 * What the whole page knows: the open alerts, the state of the line, of the system and of the session. Plain values in
 * shallow refs; changes of one animation frame are shown together.
 */
import { shallowRef } from 'vue';
import { serverClock } from '../clock/clock';
import { call, get } from '../wire/http';
import type { AlertRow, SystemState, UnknownCall } from '../wire/types';
import { Board, differences, type Changes, type Snapshot } from './board';
import { FeedConnection, type LineState } from './connection';
import type { Frame } from './frames';
import { time, type Row } from './row';

export interface Viewer {
  readonly user: string;
  readonly name: string;
}

/** How the line is, for the bar across the screen. Times are the server's. */
export interface LineView {
  readonly state: LineState;
  readonly lostSince: number | null;
  readonly polledAt: number | null;
}

/** The line came back: shown for some seconds. */
export interface Restored {
  readonly afterMillis: number;
  readonly changed: number;
  readonly until: number;
}

export interface SessionNotice {
  readonly endsAt: number | null;
  readonly reason: string;
  readonly kept: boolean;
}

export const rows = shallowRef<ReadonlyMap<string, Row>>(new Map());
export const line = shallowRef<LineView>({ state: 'connecting', lostSince: null, polledAt: null });
export const restored = shallowRef<Restored | null>(null);
export const system = shallowRef<SystemState | null>(null);
export const viewers = shallowRef<ReadonlyMap<string, readonly Viewer[]>>(new Map());
export const sessionNotice = shallowRef<SessionNotice | null>(null);
/** Calls of devices that nobody is registered for, newest first. */
export const unknownCalls = shallowRef<readonly UnknownCall[]>([]);
/** How many more there are. */
export const unknownMore = shallowRef(0);
/** Milliseconds that the last call took, there and back. */
export const roundTrip = shallowRef<number | null>(null);

const RESTORED_MILLIS = 5_000;
const PRESENCE_MILLIS = 15_000;
/** A page that nobody sees has no frames; its title and its sound go on all the same. */
const HIDDEN_MILLIS = 50;
/** With so many rows open, sorting them for each frame would cost the frames; a flood is shown fifteen times a second. */
const MANY_ROWS = 500;
const REST_MILLIS = 65;
/** Others are told of a case that somebody stays at, not of each one passed on the way. */
const SETTLED_MILLIS = 300;

const board = new Board();
let connection: FeedConnection | null = null;
let viewing: string | null = null;
let heardAt = 0;
let presenceAt = 0;
let viewingTimer: ReturnType<typeof setTimeout> | undefined;
/** What polls changed while the line was lost. */
let missed = 0;
let drawn = true;
let drawnAt = 0;
let onEnded: (reason: string) => void = () => {};

/** Opens the feed. `ended` is called once when the session is over. */
export function openDesk(ended: (reason: string) => void): void {
  closeDesk();
  onEnded = ended;
  heardAt = serverClock.now();
  connection = new FeedConnection('api/feed', { frame, state, poll, refused: (status) => onEnded(status === 401 ? 'session-ended' : 'forbidden') });
  connection.start();
  window.addEventListener('online', reconnect);
}

/** Closes the feed and forgets everything that was shown. */
export function closeDesk(): void {
  connection?.stop();
  connection = null;
  clearTimeout(viewingTimer);
  missed = 0;
  window.removeEventListener('online', reconnect);
  board.clear();
  rows.value = new Map();
  viewers.value = new Map();
  system.value = null;
  unknownCalls.value = [];
  unknownMore.value = 0;
  sessionNotice.value = null;
  restored.value = null;
  viewing = null;
  line.value = { state: 'connecting', lostSince: null, polledAt: null };
}

export function reconnect(): void {
  connection?.reconnect();
}

/** Which case is on the screen; the others are told a moment later. */
export function nowViewing(id: string | null): void {
  if (viewing !== id) {
    viewing = id;
    clearTimeout(viewingTimer);
    viewingTimer = setTimeout(() => void signOfLife(), SETTLED_MILLIS);
  }
}

function frame({ event, data }: Frame): void {
  const message: unknown = JSON.parse(data);
  heardAt = serverClock.now();
  switch (event) {
    case 'snapshot':
      takeSnapshot(message as Snapshot);
      break;
    case 'alerts':
      countMissed(board.change(message as Changes));
      draw();
      break;
    case 'system':
      system.value = message as SystemState;
      serverClock.heard(Date.parse(system.value.at));
      break;
    case 'unknownCalls':
      unknownCalls.value = (message as { calls: UnknownCall[] }).calls;
      unknownMore.value = (message as { more?: number }).more ?? 0;
      break;
    case 'presence':
      seen(message as { id: string; viewers: Viewer[] });
      break;
    case 'heartbeat':
      serverClock.heard(Date.parse((message as { at: string }).at));
      void signOfLife();
      break;
    case 'session':
      session(message as { state: string; reason?: string; endsAt?: string; kept?: boolean });
      break;
    case 'reset':
      serverClock.forget();
      break;
    default:
      break; // newer servers may say more
  }
}

function takeSnapshot(message: Snapshot): void {
  const before = board.rows;
  if (board.snapshot(message)) {
    countMissed(differences(before, board.rows));
    draw();
  }
}

function state(next: LineState): void {
  const before = line.value;
  if (next === 'lost') {
    line.value = { state: next, lostSince: before.lostSince ?? heardAt, polledAt: null };
    restored.value = null;
    return;
  }
  if (next === 'live' && before.state === 'lost' && before.lostSince !== null) {
    const now = serverClock.now();
    restored.value = { afterMillis: now - before.lostSince, changed: missed, until: now + RESTORED_MILLIS };
    missed = 0;
    setTimeout(() => (restored.value = null), RESTORED_MILLIS);
  }
  line.value = { state: next, lostSince: null, polledAt: null };
}

async function poll(): Promise<void> {
  const answer = await get<{ alerts: AlertRow[] }>('api/alerts?state=open&limit=10000');
  if (line.value.state !== 'lost') {
    return; // the feed came back meanwhile and knows better
  }
  const before = board.rows;
  board.replace(answer.alerts);
  missed += differences(before, board.rows);
  line.value = { ...line.value, polledAt: serverClock.now() };
  draw();
  if (serverClock.now() - presenceAt >= PRESENCE_MILLIS) {
    await signOfLife();
  }
}

/** Keeps the leases of the cases held here; says which case is on the screen. */
async function signOfLife(): Promise<void> {
  presenceAt = serverClock.now();
  const sentAt = performance.now();
  try {
    const answer = await call<{ at: string }>('POST', 'api/presence', { viewing });
    roundTrip.value = Math.round(performance.now() - sentAt);
    serverClock.heard(Date.parse(answer.at));
  } catch {
    // the line's own watch notices a server that is gone; a lost session is handled where it is told
  }
}

function seen(message: { id: string; viewers: Viewer[] }): void {
  const next = new Map(viewers.value);
  if (message.viewers.length > 0) {
    next.set(message.id, message.viewers);
  } else {
    next.delete(message.id);
  }
  viewers.value = next;
}

function session(message: { state: string; reason?: string; endsAt?: string; kept?: boolean }): void {
  if (message.state === 'ENDED') {
    connection?.stop();
    onEnded(message.reason ?? 'session-ended');
  } else {
    sessionNotice.value = { endsAt: time(message.endsAt), reason: message.reason ?? '', kept: message.kept ?? false };
  }
}

function countMissed(changed: number): void {
  if (restored.value && changed > 0) {
    restored.value = { ...restored.value, changed: restored.value.changed + changed };
  }
}

/** Shows the board with the next frame. */
function draw(): void {
  if (!drawn) {
    return;
  }
  drawn = false;
  const show = (): void => {
    drawn = true;
    drawnAt = performance.now();
    rows.value = new Map(board.rows);
  };
  const rest = board.rows.size > MANY_ROWS ? drawnAt + REST_MILLIS - performance.now() : 0;
  if (document.visibilityState === 'hidden') {
    setTimeout(show, HIDDEN_MILLIS);
  } else if (rest > 0) {
    setTimeout(() => requestAnimationFrame(show), rest);
  } else {
    requestAnimationFrame(show);
  }
}
