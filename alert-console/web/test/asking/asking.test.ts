import { describe, expect, it } from 'vitest';
import { answerKey, lacking, NOTHING_SAID, offered, REASONS, timesOf, TIME_LETTERS } from '../../src/asking/asking';

describe('putting off', () => {
  it('needs a reason and a time, in any order', () => {
    expect(lacking('defer', NOTHING_SAID, 'P2')).toBe('missingReason');
    const timed = answerKey('defer', NOTHING_SAID, 'e', 'P2');
    expect(timed.seconds).toBe(15 * 60);
    expect(lacking('defer', timed, 'P2')).toBe('missingReason');
    const whole = answerKey('defer', timed, '2', 'P2');
    expect(whole.reason).toBe('VISIT_UNDER_WAY');
    expect(lacking('defer', whole, 'P2')).toBeNull();
    expect(lacking('defer', answerKey('defer', NOTHING_SAID, '1', 'P2'), 'P2')).toBe('missingTime');
  });

  it('ignores keys that choose nothing', () => {
    for (const key of ['0', '5', '9', 'a', 'z', 'Enter']) {
      expect(answerKey('defer', NOTHING_SAID, key, 'P3')).toEqual(NOTHING_SAID);
    }
    expect(answerKey('defer', NOTHING_SAID, 'q', 'P1')).toEqual(NOTHING_SAID);
  });

  it('never lets what is urgent wait, nor anything longer than the log allows', () => {
    const hours = answerKey('defer', answerKey('defer', NOTHING_SAID, 't', 'P3'), '4', 'P3');
    expect(hours).toMatchObject({ seconds: 24 * 3_600, reason: 'OTHER' });
    // raised to a higher priority while it was asked
    expect(lacking('defer', hours, 'P2')).toBe('missingTime');
    expect(lacking('defer', hours, 'P1')).toBe('urgent');
    expect(Math.max(...timesOf('P2'))).toBe(30 * 60);
    expect(Math.max(...timesOf('P3'))).toBe(24 * 3_600);
    expect(timesOf('P1')).toEqual([]);
  });

  it('has a letter for each time and a digit for each reason', () => {
    expect(TIME_LETTERS.length).toBeGreaterThanOrEqual(Math.max(timesOf('P2').length, timesOf('P3').length));
    expect(REASONS.length).toBeLessThan(10);
  });
});

describe('the other questions', () => {
  it('need no answer but Enter', () => {
    for (const question of ['takeOver', 'reopen', 'finish'] as const) {
      expect(lacking(question, NOTHING_SAID, 'P1')).toBeNull();
    }
  });

  it('a test of a device needs its time alone, four hours at most, also when an urgent case is open', () => {
    expect(lacking('test', NOTHING_SAID, 'P1')).toBe('missingTime');
    const timed = answerKey('test', NOTHING_SAID, 't', 'P1');
    expect(timed).toEqual({ ...NOTHING_SAID, seconds: 4 * 3_600 });
    expect(lacking('test', timed, 'P1')).toBeNull();
    expect(answerKey('test', NOTHING_SAID, '1', 'P1')).toEqual(NOTHING_SAID);
    expect(Math.max(...offered('test', 'P1'))).toBe(4 * 3_600);
    expect(offered('test', 'P1').length).toBeLessThanOrEqual(TIME_LETTERS.length);
    expect(offered('takeOver', 'P2')).toEqual([]);
  });
});
