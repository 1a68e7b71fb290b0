/** The queue: who waits, whom others look after, and mine; what is heard and what flashes. Pure. */
import type { Row } from '../feed/row';
import type { Calls } from '../sound/conductor';

export interface Queue {
  readonly waiting: readonly Row[];
  readonly others: readonly Row[];
  readonly mine: readonly Row[];
  /** Put off, or its device is on test: nobody is called until its time comes. */
  readonly held: readonly Row[];
}

export interface Count {
  readonly open: number;
  readonly waiting: number;
}

/** The groups in the order in which they are worked off. */
export function queueOf(rows: Iterable<Row>, me: string): Queue {
  const waiting: Row[] = [];
  const others: Row[] = [];
  const mine: Row[] = [];
  const held: Row[] = [];
  for (const row of rows) {
    (isHeld(row) ? held : row.owner === null ? waiting : row.owner === me ? mine : others).push(row);
  }
  waiting.sort(byUrgency);
  others.sort(byUrgency);
  mine.sort(byUrgency);
  held.sort((a, b) => (a.heldUntil ?? 0) - (b.heldUntil ?? 0) || byUrgency(a, b));
  return { waiting, others, mine, held };
}

/** Priority; then who lost an owner; then who waits longest. A fall that the wearer may still cancel comes last. */
export function byUrgency(a: Row, b: Row): number {
  return (
    Number(isPreAlarm(a)) - Number(isPreAlarm(b)) ||
    Number(a.priority > b.priority) - Number(a.priority < b.priority) ||
    Number(isAbandoned(b)) - Number(isAbandoned(a)) ||
    a.attentionAt - b.attentionAt ||
    a.receivedAt - b.receivedAt ||
    (a.id < b.id ? -1 : 1)
  );
}

export function isPreAlarm(row: Row): boolean {
  return row.state === 'PRE_ALARM';
}

/** Whether it waits for a time and calls nobody meanwhile. */
export function isHeld(row: Row): boolean {
  return row.state === 'DEFERRED' || row.state === 'ON_TEST';
}

export function isAbandoned(row: Row): boolean {
  return row.owner === null && row.abandoned > 0 && !isHeld(row);
}

/** Whether a person is called by this row: nobody holds it, or the one who holds it was called again. */
export function calls(row: Row, me: string): boolean {
  if (isPreAlarm(row) || isHeld(row) || row.status === 'Test') {
    return false;
  }
  return row.owner === null || (row.owner === me && row.attentionPending);
}

/** What asks to be heard now. `freshP3` is carried over from the caller's count. */
export function soundCalls(rows: Iterable<Row>, me: string, lost: boolean, freshP3: number): Calls {
  let p1 = false;
  let p2 = false;
  for (const row of rows) {
    if (calls(row, me)) {
      p1 ||= row.priority === 'P1';
      p2 ||= row.priority === 'P2';
    }
  }
  return { p1, p2, lost, freshP3 };
}

export function countOf(rows: Iterable<Row>, priority: Row['priority']): Count {
  let open = 0;
  let waiting = 0;
  for (const row of rows) {
    if (row.priority === priority) {
      open++;
      waiting += row.owner === null && !isHeld(row) ? 1 : 0;
    }
  }
  return { open, waiting };
}

/** When the one who waits longest was heard; null when nobody waits. */
export function oldestWaiting(queue: Queue): number | null {
  return queue.waiting.length === 0 ? null : Math.min(...queue.waiting.map((row) => row.receivedAt));
}

/** The row that Enter takes: the selected one if nobody has it, else the first that waits. */
export function claimTarget(queue: Queue, selected: string | null): Row | null {
  return [...queue.waiting, ...queue.held].find((row) => row.id === selected) ?? queue.waiting[0] ?? null;
}

/** The neighbour of the selected row in the order shown; without a selection the first or the last. */
export function neighbour(queue: Queue, selected: string | null, step: 1 | -1): Row | null {
  const all = [...queue.waiting, ...queue.others, ...queue.mine, ...queue.held];
  const at = all.findIndex((row) => row.id === selected);
  if (at < 0) {
    return (step === 1 ? all[0] : all[all.length - 1]) ?? null;
  }
  return all[Math.min(all.length - 1, Math.max(0, at + step))] ?? null;
}
