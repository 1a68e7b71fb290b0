import { rowOf, type Row } from '../src/feed/row';
import type { FeedRow } from '../src/wire/types';

/** A row as the feed sends it: only what has no default. */
export function wireRow(id: string, more: Partial<FeedRow> = {}): FeedRow {
  return { id, version: 1, kind: 'sos', priority: 'P1', state: 'QUEUED', deviceId: `D-${id}`, residentId: `R-${id}`, receivedAt: '2026-03-02T04:03:00.000Z', ...more };
}

export function row(id: string, more: Partial<FeedRow> = {}): Row {
  return rowOf(wireRow(id, more));
}

/** Seconds after the moment at which rows of these tests are received. */
export function at(seconds: number): number {
  return Date.parse('2026-03-02T04:03:00.000Z') + seconds * 1000;
}

export function iso(seconds: number): string {
  return new Date(at(seconds)).toISOString();
}
