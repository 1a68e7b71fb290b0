// @vitest-environment happy-dom
import { describe, expect, it } from 'vitest';
import { purposeOf } from '../../src/health/reading';
import { barsOf, questions, tellings } from '../../src/health/week';
import type { HealthWeek } from '../../src/wire/types';

type Trend = HealthWeek['trends'][number];

function week(trends: readonly Trend[], more: Partial<HealthWeek> = {}): HealthWeek {
  const days = Array.from({ length: 7 }, (_, n) => ({ date: `2026-11-${16 + n}`, wornHours: 20, worn: n > 0, steps: 100 * n, values: n === 3 ? [] : [{ measure: 'heartRate' as const, low: 60, middle: 70, high: 80 + n }] }));
  return { resident: { id: 'R1', name: '王桂兰' }, from: '2026-11-16', until: '2026-11-22', zone: 'Asia/Shanghai', daysWorn: 6, days, trends: [...trends], alerts: [], alertsInAll: 0, ...more };
}

const trend = (measure: string, change: Trend['change'], now: number | null = 76.4, before: number | null = 70, daysBeyond = 0): Trend => ({ measure, now, before, change, daysBeyond });
const said = (of: HealthWeek, name: string): string => tellings(of).find((one) => one.name === name)?.text ?? '';

describe('what is said of a week', () => {
  it('compares in plain words', () => {
    expect(said(week([trend('heartRate', 'SAME')]), 'heartRate')).toBe('和前四周差不多。前四周每分钟 70 次，这周每分钟 76 次。');
    expect(said(week([trend('heartRate', 'CLEARLY_HIGHER', 81, 70, 2)]), 'heartRate')).toBe('比前四周明显快了。前四周每分钟 70 次，这周每分钟 81 次。 有 2 天超出了提醒界限。');
    expect(said(week([trend('steps', 'LITTLE_LOWER', 900, 1500)]), 'steps')).toContain('少了一点');
  });

  it('says that it does not know', () => {
    expect(said(week([trend('core', 'UNKNOWN', 36.55, null)]), 'core')).toBe('测到的天数太少，还不能和前四周比。这周36.5 度。');
    expect(said(week([trend('spo2', 'UNKNOWN', null, 96)]), 'spo2')).toBe('这周没有测到。');
    expect(said(week([]), 'pressure')).toBe('这周没有测到。');
  });

  it('lets that pressure speak which changed', () => {
    const both = week([trend('systolic', 'SAME', 130, 128), trend('diastolic', 'CLEARLY_HIGHER', 95, 80)]);
    expect(said(both, 'pressure')).toBe('比前四周明显高了。前四周128/80，这周130/95。');
  });

  it('names no illness and gives no verdict', () => {
    const all = tellings(week([trend('heartRate', 'CLEARLY_HIGHER'), trend('spo2', 'CLEARLY_LOWER'), trend('systolic', 'LITTLE_HIGHER')])).map(({ text }) => text).join('');
    expect(all).not.toMatch(/房颤|高血压|心衰|感染|异常|危险|诊断/);
  });
});

describe('questions for the visit', () => {
  it('are at most four, and there is always one', () => {
    const full = week([trend('heartRate', 'CLEARLY_HIGHER', 90, 70, 3)], { daysWorn: 2, alertsInAll: 4 });
    expect(questions(full)).toHaveLength(4);
    expect(questions(week([]))).toEqual(['这周没有明显变化，下次什么时候复查？', '正在吃的药和吃法，要不要调整？']);
  });
});

describe('the little chart', () => {
  it('leaves days without a value blank', () => {
    const { bars, usual } = barsOf(week([trend('heartRate', 'SAME', 70, 60)]), 'heartRate');
    expect(bars[3]).toBeNull();
    expect(bars[6]).toEqual({ low: 0, high: 1 });
    expect(usual).toBe(0);
    expect(barsOf(week([]), 'steps').bars[0]).toBeNull();
  });
});

describe('the purpose', () => {
  it.each([['auditor', true, 'audit'], ['dispatcher', false, 'case'], ['operator', true, 'case'], ['operator', false, 'care'], ['supervisor', false, 'care']] as const)('of %s, from a case %s: %s', (role, fromCase, purpose) => {
    expect(purposeOf(role, fromCase)).toBe(purpose);
  });
});
