/**
 * All open alerts as the feed tells them: state by id, the newest version wins, applying a message twice changes
 * nothing (FEED.md). Single-threaded, no DOM; memory is bounded by what is open.
 */
import type { FeedRow } from '../wire/types';
import { rowOf, type Row } from './row';

export interface Snapshot {
  readonly part: number;
  readonly last: boolean;
  readonly alerts: readonly FeedRow[];
}

export interface Changes {
  readonly upsert?: readonly FeedRow[];
  readonly remove?: readonly { readonly id: string; readonly version: number }[];
}

export class Board {
  private rowsById = new Map<string, Row>();
  private parts: FeedRow[] = [];

  get rows(): ReadonlyMap<string, Row> {
    return this.rowsById;
  }

  /** One part of a snapshot; with the last one the whole board is replaced at once. Gives whether anything changed. */
  snapshot(message: Snapshot): boolean {
    if (message.part === 1) {
      this.parts = [];
    }
    this.parts.push(...message.alerts);
    if (!message.last) {
      return false;
    }
    this.replace(this.parts);
    this.parts = [];
    return true;
  }

  /** What a poll of the open alerts brought, instead of a snapshot. */
  replace(alerts: readonly FeedRow[]): void {
    const next = new Map<string, Row>();
    for (const alert of alerts) {
      const shown = this.rowsById.get(alert.id);
      // an unchanged row keeps its identity, so that nothing is drawn anew
      next.set(alert.id, shown && isSame(shown, alert) ? shown : rowOf(alert));
    }
    this.rowsById = next;
  }

  /** Changes of single rows. Gives how many rows changed. */
  change(message: Changes): number {
    let changed = 0;
    for (const alert of message.upsert ?? []) {
      if (isNews(this.rowsById.get(alert.id), alert)) {
        this.rowsById.set(alert.id, rowOf(alert));
        changed++;
      }
    }
    for (const { id, version } of message.remove ?? []) {
      const shown = this.rowsById.get(id);
      // the emergency journal and the log count versions each for itself
      if (shown && (shown.durability === 'LOCAL' || shown.version <= version)) {
        this.rowsById.delete(id);
        changed++;
      }
    }
    return changed;
  }

  clear(): void {
    this.rowsById = new Map();
    this.parts = [];
  }
}

/** How many rows two pictures of the board do not share. */
export function differences(before: ReadonlyMap<string, Row>, after: ReadonlyMap<string, Row>): number {
  let count = 0;
  for (const [id, row] of after) {
    count += before.get(id) === row ? 0 : 1;
  }
  for (const id of before.keys()) {
    count += after.has(id) ? 0 : 1;
  }
  return count;
}

function isNews(shown: Row | undefined, alert: FeedRow): boolean {
  if (!shown || alert.version > shown.version) {
    return true;
  }
  // a row that was only in the emergency journal becomes committed, and the log counts its own versions
  return (alert.durability ?? 'COMMITTED') !== shown.durability;
}

function isSame(shown: Row, alert: FeedRow): boolean {
  return (
    shown.version === alert.version &&
    shown.durability === (alert.durability ?? 'COMMITTED') &&
    shown.owner === (alert.owner ?? null) &&
    shown.leaseUntil === (alert.leaseUntil ? Date.parse(alert.leaseUntil) : null)
  );
}
