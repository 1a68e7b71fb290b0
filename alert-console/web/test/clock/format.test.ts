import { describe, expect, it } from 'vitest';
import { ago, countdown, duration, telephone } from '../../src/clock/format';

describe('durations', () => {
  it.each([[0, '00:00'], [-5_000, '00:00'], [999, '00:00'], [41_000, '00:41'], [725_000, '12:05'], [3_599_999, '59:59'], [3_727_000, '1:02:07'], [90_000_000, '25:00:00']])('%i ms is %s', (millis, text) => {
    expect(duration(millis)).toBe(text);
  });

  it('counts down to nought, never past it, and shows the last second until it is over', () => {
    expect([15_000, 14_001, 1_000, 999, 1, 0, -1, -60_000].map(countdown)).toEqual(['00:15', '00:15', '00:01', '00:01', '00:01', '00:00', '00:00', '00:00']);
  });

  it('names an age in its largest unit', () => {
    expect([0, 8_000, 61_000, 7_300_000, 200_000_000].map((millis) => ago(millis))).toEqual([
      { unit: 'now', n: 0 }, { unit: 'seconds', n: 8 }, { unit: 'minutes', n: 1 }, { unit: 'hours', n: 2 }, { unit: 'days', n: 2 },
    ]);
  });
});

describe('telephone numbers', () => {
  it('groups a mobile number and leaves a masked or other one as it is', () => {
    expect(telephone('13900001187')).toBe('139 0000 1187');
    expect(telephone('138****8000')).toBe('138****8000');
    expect(telephone('0731-00000120')).toBe('0731-00000120');
  });
});
