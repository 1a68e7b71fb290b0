import { describe, expect, it } from 'vitest';
import { Conductor, type Calls } from '../../src/sound/conductor';
import { lengthOf, PATTERNS, type Level } from '../../src/sound/tones';

const QUIET: Calls = { p1: false, lost: false, p2: false, freshP3: 0 };

/** What starts when, over some seconds of the same calls. */
function over(seconds: number, calls: (second: number) => Calls): [number, Level | 'hush'][] {
  const conductor = new Conductor();
  const started: [number, Level | 'hush'][] = [];
  for (let millis = 0; millis < seconds * 1000; millis += 200) {
    const level = conductor.next(calls(millis / 1000), millis);
    if (level) {
      started.push([millis / 1000, level]);
    }
  }
  return started;
}

describe('sounds', () => {
  it('has the patterns that operators know', () => {
    expect(PATTERNS.p1.tones).toHaveLength(10);
    expect(PATTERNS.p2.tones).toHaveLength(3);
    expect(PATTERNS.p3.tones).toHaveLength(1);
    expect([PATTERNS.p1.every, PATTERNS.p2.every, PATTERNS.p3.every]).toEqual([5, 15, null]);
    expect(lengthOf(PATTERNS.p1)).toBeLessThan(5);
  });

  it('repeats P1 every 5 s and P2 every 15 s', () => {
    expect(over(16, () => ({ ...QUIET, p1: true }))).toEqual([[0, 'p1'], [5, 'p1'], [10, 'p1'], [15, 'p1']]);
    expect(over(31, () => ({ ...QUIET, p2: true }))).toEqual([[0, 'p2'], [15, 'p2'], [30, 'p2']]);
  });

  it('plays one at a time, the most urgent', () => {
    expect(over(11, () => ({ p1: true, lost: true, p2: true, freshP3: 3 }))).toEqual([[0, 'p1'], [5, 'p1'], [10, 'p1']]);
    expect(over(6, () => ({ ...QUIET, lost: true, p2: true }))).toEqual([[0, 'lost'], [5, 'lost']]);
  });

  it('cuts a lower sound off at once', () => {
    expect(over(3, (second) => ({ ...QUIET, p2: true, p1: second >= 0.4 }))).toEqual([[0, 'p2'], [0.4, 'p1']]);
  });

  it('stops with the claim and goes on with what is left', () => {
    expect(over(8, (second) => ({ ...QUIET, p1: second < 2, p2: true }))).toEqual([[0, 'p1'], [2, 'p2']]);
  });

  it('falls silent with the claim, not at the end of its pattern', () => {
    expect(over(8, (second) => ({ ...QUIET, p1: second < 1 }))).toEqual([[0, 'p1'], [1, 'hush']]);
    expect(over(8, (second) => ({ ...QUIET, p1: second < 4 }))).toEqual([[0, 'p1']]);
  });

  it('sounds once for each new P3', () => {
    expect(over(9, (second) => ({ ...QUIET, freshP3: second < 3 ? 1 : 2 }))).toEqual([[0, 'p3'], [3, 'p3']]);
  });

  it('does not make up for what came while it was muted', () => {
    const conductor = new Conductor();
    conductor.skip({ ...QUIET, freshP3: 5 });
    expect(conductor.next({ ...QUIET, freshP3: 5 }, 0)).toBeNull();
    expect(conductor.next({ ...QUIET, freshP3: 6 }, 200)).toBe('p3');
  });

  it('begins anew when P1 calls again after it was quiet', () => {
    expect(over(4, (second) => ({ ...QUIET, p1: second < 1 || second >= 2.8 }))).toEqual([[0, 'p1'], [1, 'hush'], [2.8, 'p1']]);
  });
});
