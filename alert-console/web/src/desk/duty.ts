/**
 * What the operator does at this desk: selects, claims, writes, gives back, closes. One place for all commands, so that
 * no key and no button can send the same one twice.
 */
import { computed, shallowRef } from 'vue';
import { serverClock } from '../clock/clock';
import { nowViewing, rows } from '../feed/live';
import { time, type Row } from '../feed/row';
import { claimTarget, neighbour, queueOf, type Queue } from '../queue/order';
import { matches, nameOf, whatOf } from '../queue/wording';
import { may, me } from '../session/session';
import type { Question } from '../asking/asking';
import { command, Refused, withdraw } from '../wire/http';
import type { DeferralReason, Done } from '../wire/types';
import { hasWord, t } from '../words/desk';
import type { Resolution } from '../closing/presets';

/** Something the operator must know about what was just tried; it stays until the next step. */
export type Notice =
  | { readonly kind: 'lost'; readonly id: string; readonly what: string; readonly by: string; readonly since: number | null; readonly seconds: number }
  | { readonly kind: 'failed'; readonly text: string };

/** How far help may be said to have come, in order. */
export const PROGRESS = ['CONTACTING', 'RESPONDING', 'DISPATCHED', 'ON_SCENE', 'HANDED_OVER'] as const;
export type Progress = (typeof PROGRESS)[number];
export type Help = 'ambulance' | 'contacts' | 'message' | 'supervisor';
/** What one key sends for: contacts never gate the ambulance, so both start together. */
export const ALL_HELP: readonly Help[] = ['ambulance', 'contacts'];

const TRIES_OF_A_CLAIM = 3;

export const selected = shallowRef<string | null>(null);
export const notice = shallowRef<Notice | null>(null);
export const searching = shallowRef(false);
export const wanted = shallowRef('');
/** What is being asked about the open case, in place. */
export const asking = shallowRef<Question | null>(null);
/** Ids with a command under way. */
export const busy = shallowRef<ReadonlySet<string>>(new Set());

const user = computed(() => me.value?.user ?? '');

export const queue = computed<Queue>(() => queueOf(rows.value.values(), user.value));
/** What the list shows: the queue, or what is searched for. */
export const shown = computed<Queue>(() => {
  if (!searching.value || wanted.value.trim() === '') {
    return queue.value;
  }
  const found = (row: Row): boolean => matches(row, wanted.value);
  const { waiting, others, mine, held } = queue.value;
  return { waiting: waiting.filter(found), others: others.filter(found), mine: mine.filter(found), held: held.filter(found) };
});
export const target = computed(() => (may('claimAlert') ? claimTarget(queue.value, selected.value) : null));
export const current = computed(() => (selected.value === null ? null : (rows.value.get(selected.value) ?? null)));
export const isMine = computed(() => current.value !== null && current.value.owner === user.value);

/** The next step that help may come nearer by; null when there is none. */
export function nextProgress(row: Row): Progress | null {
  const at = PROGRESS.indexOf(row.progress as Progress);
  return PROGRESS[at + 1] ?? null;
}

export function select(id: string | null): void {
  if (selected.value !== id) {
    selected.value = id;
    asking.value = null;
    nowViewing(id);
  }
}

export function move(step: 1 | -1): void {
  const row = neighbour(shown.value, selected.value, step);
  if (row) {
    notice.value = null;
    select(row.id);
  }
}

/** Enter: acknowledges a renewed call of the open case, else takes the row that is marked with the key. */
export async function enter(): Promise<void> {
  const open = current.value;
  const row = open && isMine.value && open.attentionPending ? open : target.value;
  if (row) {
    await claim(row);
  }
}

/** Takes a case. A newer version alone is no reason to fail (the wearer pressed again): only another owner is. */
export async function claim(row: Row): Promise<void> {
  await once(row.id, async () => {
    notice.value = null;
    let version = row.version;
    for (let attempt = 1; ; attempt++) {
      try {
        await command<Done>(pathTo(row.id, 'claim'), { expectedVersion: version });
        select(row.id);
        return;
      } catch (failure) {
        const newer = newerVersion(failure);
        if (newer === null || attempt === TRIES_OF_A_CLAIM) {
          notice.value = lostRace(row, failure) ?? failed(failure);
          return;
        }
        version = newer;
      }
    }
  });
}

export async function release(row: Row): Promise<void> {
  await once(row.id, () => act(pathTo(row.id, 'release'), {}));
}

export async function renew(row: Row): Promise<void> {
  await once(row.id, () => act(pathTo(row.id, 'renew'), {}));
}

/** A supervisor takes the case; the reason is a note on it. True when it is taken. */
export async function takeOver(row: Row, reason: string): Promise<boolean> {
  return during(row.id, async () => (await act(pathTo(row.id, 'takeover'), { expectedVersion: row.version })) && (reason === '' || write(row.id, reason)));
}

export async function defer(row: Row, forSeconds: number, reason: DeferralReason, note: string): Promise<boolean> {
  return during(row.id, () => act(pathTo(row.id, 'defer'), { forSeconds, reason, expectedVersion: row.version, ...noted(note) }));
}

/** How far help has come. */
export async function progress(row: Row, to: Progress): Promise<void> {
  await once(row.id, () => act(pathTo(row.id, 'progress'), { to }));
}

/** Sends for help, all at once. */
export async function dispatch(row: Row, actions: readonly Help[]): Promise<void> {
  await once(row.id, () => act(pathTo(row.id, 'dispatch'), { actions }));
}

export async function reopen(id: string, note: string): Promise<boolean> {
  return during(id, () => act(pathTo(id, 'reopen'), noted(note)));
}

/** The case is closed for good. */
export async function finish(id: string, note: string): Promise<boolean> {
  return during(id, () => act(pathTo(id, 'close'), noted(note)));
}

/** A device is tried out no longer; what it holds rings now. */
export async function endTest(row: Row): Promise<void> {
  await once(row.id, () => attempt(() => withdraw(`api/devices/${encodeURIComponent(row.deviceId)}/test`)));
}

/** Writes a note; true when the server has it. */
export async function write(id: string, text: string): Promise<boolean> {
  return act(pathTo(id, 'note'), { text });
}

/** Has a device of a case do something; true when the server has it. */
export async function order(id: string, deviceId: string, what: 'locate' | 'measure' | 'ring' | 'callBack' | 'message', text?: string): Promise<boolean> {
  return act(pathTo(id, 'order'), text === undefined ? { what, deviceId } : { what, deviceId, text });
}

/** Closes a case; null when done, else the reason to show in the dialogue. */
export async function resolve(row: Row, resolution: Resolution): Promise<string | null> {
  let text: string | null = null;
  await once(row.id, async () => {
    try {
      await command<Done>(pathTo(row.id, 'resolve'), resolution);
      notice.value = null;
      select(null);
    } catch (failure) {
      text = newerVersion(failure) === null ? wordsFor(failure) : t('problem.changed');
    }
  });
  return text;
}

/** Forgets everything, when the desk closes. */
export function clearDuty(): void {
  selected.value = null;
  notice.value = null;
  asking.value = null;
  searching.value = false;
  wanted.value = '';
  busy.value = new Set();
}

function pathTo(id: string, what: string): string {
  return `api/alerts/${encodeURIComponent(id)}/${what}`;
}

function noted(note: string): { note?: string } {
  return note.trim() === '' ? {} : { note: note.trim() };
}

async function act(path: string, body: unknown): Promise<boolean> {
  return attempt(() => command<Done>(path, body));
}

async function attempt(work: () => Promise<unknown>): Promise<boolean> {
  try {
    await work();
    notice.value = null;
    return true;
  } catch (failure) {
    notice.value = failed(failure);
    return false;
  }
}

async function during(id: string, work: () => Promise<boolean>): Promise<boolean> {
  let done = false;
  await once(id, async () => (done = await work()));
  return done;
}

async function once(id: string, work: () => Promise<unknown>): Promise<void> {
  if (busy.value.has(id)) {
    return;
  }
  busy.value = new Set([...busy.value, id]);
  try {
    await work();
  } finally {
    busy.value = new Set([...busy.value].filter((other) => other !== id));
  }
}

function newerVersion(failure: unknown): number | null {
  return failure instanceof Refused && failure.reason === 'version-mismatch' ? (failure.problem.version ?? null) : null;
}

function lostRace(row: Row, failure: unknown): Notice | null {
  if (!(failure instanceof Refused) || failure.reason !== 'owned-by-other') {
    return null;
  }
  const { ownerName, owner, since } = failure.problem;
  const sinceMillis = time(since);
  return {
    kind: 'lost',
    id: row.id,
    what: `${whatOf(row)} ${nameOf(row)}`,
    by: ownerName ?? owner ?? '',
    since: sinceMillis,
    seconds: sinceMillis === null ? 0 : Math.max(0, serverClock.now() - sinceMillis) / 1000,
  };
}

function failed(failure: unknown): Notice {
  return { kind: 'failed', text: wordsFor(failure) };
}

/** Why it was refused, in words. */
export function wordsFor(failure: unknown): string {
  if (!(failure instanceof Refused)) {
    return t('problem.unreachable');
  }
  const { ownerName, owner } = failure.problem;
  if (failure.reason === 'not-owner' && owner) {
    return t('problem.heldBy', { name: ownerName ?? owner });
  }
  const key = `problem.${failure.reason}`;
  return hasWord(key) ? t(key) : t('problem.other', { code: failure.reason });
}
