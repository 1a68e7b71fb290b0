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
import { command, Refused } from '../wire/http';
import type { Done } from '../wire/types';
import { hasWord, t } from '../words/words';
import type { Resolution } from '../closing/presets';

/** Something the operator must know about what was just tried; it stays until the next step. */
export type Notice =
  | { readonly kind: 'lost'; readonly id: string; readonly what: string; readonly by: string; readonly since: number | null; readonly seconds: number }
  | { readonly kind: 'failed'; readonly text: string };

const TRIES_OF_A_CLAIM = 3;

export const selected = shallowRef<string | null>(null);
export const notice = shallowRef<Notice | null>(null);
export const searching = shallowRef(false);
export const wanted = shallowRef('');
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
  const { waiting, others, mine } = queue.value;
  return { waiting: waiting.filter(found), others: others.filter(found), mine: mine.filter(found) };
});
export const target = computed(() => (may('claimAlert') ? claimTarget(queue.value, selected.value) : null));
export const current = computed(() => (selected.value === null ? null : (rows.value.get(selected.value) ?? null)));
export const isMine = computed(() => current.value !== null && current.value.owner === user.value);

export function select(id: string | null): void {
  if (selected.value !== id) {
    selected.value = id;
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
        await command<Done>(`api/alerts/${encodeURIComponent(row.id)}/claim`, { expectedVersion: version });
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
  await once(row.id, () => act(`api/alerts/${encodeURIComponent(row.id)}/release`, {}));
}

export async function renew(row: Row): Promise<void> {
  await once(row.id, () => act(`api/alerts/${encodeURIComponent(row.id)}/renew`, {}));
}

/** Writes a note; true when the server has it. */
export async function write(id: string, text: string): Promise<boolean> {
  return act(`api/alerts/${encodeURIComponent(id)}/note`, { text });
}

/** Closes a case; null when done, else the reason to show in the dialogue. */
export async function resolve(row: Row, resolution: Resolution): Promise<string | null> {
  let text: string | null = null;
  await once(row.id, async () => {
    try {
      await command<Done>(`api/alerts/${encodeURIComponent(row.id)}/resolve`, resolution);
      notice.value = null;
      select(null);
    } catch (failure) {
      text = newerVersion(failure) === null ? wordsFor(failure) : t('closing.changed');
    }
  });
  return text;
}

/** Forgets everything, when the desk closes. */
export function clearDuty(): void {
  selected.value = null;
  notice.value = null;
  searching.value = false;
  wanted.value = '';
  busy.value = new Set();
}

async function act(path: string, body: unknown): Promise<boolean> {
  try {
    await command<Done>(path, body);
    notice.value = null;
    return true;
  } catch (failure) {
    notice.value = failed(failure);
    return false;
  }
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

function wordsFor(failure: unknown): string {
  if (!(failure instanceof Refused)) {
    return t('problem.unreachable');
  }
  const key = `problem.${failure.reason}`;
  return hasWord(key) ? t(key) : t('problem.other', { code: failure.reason });
}
