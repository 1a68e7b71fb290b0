import { describe, expect, it } from 'vitest';
import { calls, claimTarget, countOf, neighbour, oldestWaiting, queueOf, soundCalls } from '../../src/queue/order';
import { at, iso, row } from '../rows';

const ME = 'liming';

describe('the queue', () => {
  const rows = [
    row('p3', { priority: 'P3' }),
    row('late', { receivedAt: iso(60) }),
    row('early', { receivedAt: iso(10) }),
    row('p2', { priority: 'P2', receivedAt: iso(-300) }),
    row('p2-back', { priority: 'P2', abandoned: 1, receivedAt: iso(5) }),
    row('cancellable', { kind: 'fall', state: 'PRE_ALARM', receivedAt: iso(-20) }),
    row('others', { owner: 'liumin', state: 'CLAIMED' }),
    row('mine', { owner: ME, state: 'CLAIMED' }),
  ];
  const queue = queueOf(rows, ME);

  it('has three groups; urgent first, who lost an owner before the others, who waits longest first', () => {
    expect(queue.waiting.map(({ id }) => id)).toEqual(['early', 'late', 'p2-back', 'p2', 'p3', 'cancellable']);
    expect(queue.others.map(({ id }) => id)).toEqual(['others']);
    expect(queue.mine.map(({ id }) => id)).toEqual(['mine']);
  });

  it('gives the selected row to Enter if it waits, else the first', () => {
    expect(claimTarget(queue, null)?.id).toBe('early');
    expect(claimTarget(queue, 'p3')?.id).toBe('p3');
    expect(claimTarget(queue, 'mine')?.id).toBe('early');
    expect(claimTarget(queue, 'others')?.id).toBe('early');
    expect(claimTarget(queueOf([], ME), 'mine')).toBeNull();
  });

  it('walks through all groups and stops at the ends', () => {
    expect(neighbour(queue, null, 1)?.id).toBe('early');
    expect(neighbour(queue, null, -1)?.id).toBe('mine');
    expect(neighbour(queue, 'cancellable', 1)?.id).toBe('others');
    expect(neighbour(queue, 'mine', 1)?.id).toBe('mine');
    expect(neighbour(queue, 'early', -1)?.id).toBe('early');
    expect(neighbour(queueOf([], ME), null, 1)).toBeNull();
  });

  it('counts what is open and what waits', () => {
    expect(countOf(rows, 'P1')).toEqual({ open: 5, waiting: 3 });
    expect(oldestWaiting(queue)).toBe(at(-300));
    expect(oldestWaiting(queueOf([], ME))).toBeNull();
  });
});

describe('who calls', () => {
  it('is whoever nobody holds, and whom I hold and who called again', () => {
    expect(calls(row('a'), ME)).toBe(true);
    expect(calls(row('a', { owner: 'liumin' }), ME)).toBe(false);
    expect(calls(row('a', { owner: 'liumin', attentionPending: true }), ME)).toBe(false);
    expect(calls(row('a', { owner: ME }), ME)).toBe(false);
    expect(calls(row('a', { owner: ME, attentionPending: true }), ME)).toBe(true);
  });

  it('is neither a test nor a fall that may still be cancelled', () => {
    expect(calls(row('a', { status: 'Test' }), ME)).toBe(false);
    expect(calls(row('a', { status: 'Exercise' }), ME)).toBe(true);
    expect(calls(row('a', { state: 'PRE_ALARM' }), ME)).toBe(false);
  });

  it('is heard by priority', () => {
    expect(soundCalls([row('a', { priority: 'P2' }), row('b', { priority: 'P3' })], ME, false, 4)).toEqual({ p1: false, p2: true, lost: false, freshP3: 4 });
    expect(soundCalls([row('a', { owner: 'x' })], ME, true, 0)).toEqual({ p1: false, p2: false, lost: true, freshP3: 0 });
  });
});

describe('what is held', () => {
  const rows = [
    row('waits', { priority: 'P3' }),
    row('deferred', { priority: 'P2', state: 'DEFERRED', heldUntil: iso(900), abandoned: 1, attentionPending: true }),
    row('tested', { priority: 'P1', state: 'ON_TEST', heldUntil: iso(300) }),
  ];
  const queue = queueOf(rows, ME);

  it('stands in a group of its own, soonest first, and calls nobody', () => {
    expect(queue.waiting.map(({ id }) => id)).toEqual(['waits']);
    expect(queue.held.map(({ id }) => id)).toEqual(['tested', 'deferred']);
    expect(rows.map((one) => calls(one, ME))).toEqual([true, false, false]);
    expect(soundCalls(rows, ME, false, 0)).toMatchObject({ p1: false, p2: false });
    expect(countOf(rows, 'P1')).toEqual({ open: 1, waiting: 0 });
    expect(oldestWaiting(queue)).toBe(at(0));
  });

  it('is taken only when it is selected, and reached with J and K', () => {
    expect(claimTarget(queue, null)?.id).toBe('waits');
    expect(claimTarget(queue, 'deferred')?.id).toBe('deferred');
    expect(claimTarget(queueOf(rows.slice(1), ME), null)).toBeNull();
    expect(neighbour(queue, 'waits', 1)?.id).toBe('tested');
  });
});
