/** What is said of a week, chosen by what was counted: plain words, no cause, no diagnosis. Pure. */
import type { HealthWeek } from '../wire/types';
import { t } from '../words/health';

export const MEASURES = ['heartRate', 'spo2', 'pressure', 'core', 'steps'] as const;
export type Measure = (typeof MEASURES)[number];
type Trend = HealthWeek['trends'][number];

export interface Told {
  readonly name: Measure;
  readonly text: string;
  readonly changed: boolean;
  readonly daysBeyond: number;
}

const trendOf = (week: HealthWeek, measure: string): Trend | undefined => week.trends.find((trend) => trend.measure === measure);
const digits = (name: Measure): number => (name === 'core' ? 1 : 0);

export function tellings(week: HealthWeek): Told[] {
  return MEASURES.map((name) => told(week, name));
}

function told(week: HealthWeek, name: Measure): Told {
  const upper = trendOf(week, name === 'pressure' ? 'systolic' : name);
  const lower = name === 'pressure' ? trendOf(week, 'diastolic') : undefined;
  if (!upper || upper.now === null) {
    return { name, text: t('week.NONE'), changed: false, daysBeyond: 0 };
  }
  // of the two pressures the one that changed speaks
  const leading = lower && upper.change === 'SAME' ? lower : upper;
  const daysBeyond = Math.max(upper.daysBeyond, lower?.daysBeyond ?? 0);
  const number = (of: 'now' | 'before'): string => {
    const values = [upper, lower].flatMap((trend) => (trend && trend[of] !== null ? [trend[of].toFixed(digits(name))] : []));
    return t(`week.unit.${name}`, { n: values.join('/') });
  };
  const { change } = leading;
  const way = change.endsWith('HIGHER') ? t(`week.up.${name}`) : t(`week.down.${name}`);
  const key = change === 'UNKNOWN' || upper.before === null ? 'UNKNOWN' : change === 'SAME' ? 'SAME' : change.startsWith('LITTLE') ? 'LITTLE' : 'CLEARLY';
  const text = t(`week.${key}`, { way, now: number('now'), before: key === 'UNKNOWN' ? '' : number('before') });
  return { name, text: daysBeyond > 0 ? `${text} ${t('week.beyond', { n: daysBeyond })}` : text, changed: key === 'LITTLE' || key === 'CLEARLY', daysBeyond };
}

const MOST_QUESTIONS = 4;
const WORN_ENOUGH = 5;

/** What to ask at the next visit, at most four. */
export function questions(week: HealthWeek): string[] {
  const all = tellings(week);
  const what = (names: readonly Told[]): string => names.map(({ name }) => t(`week.what.${name}`)).join('、');
  const changed = all.filter((one) => one.changed);
  const beyond = all.filter((one) => one.daysBeyond > 0);
  const asked = [
    ...(changed.length > 0 ? [t('week.askChange', { what: what(changed) })] : []),
    ...(beyond.length > 0 ? [t('week.askBeyond', { what: what(beyond) })] : []),
    ...(week.alertsInAll > 0 ? [t('week.askAlerts', { n: week.alertsInAll })] : []),
    ...(week.daysWorn < WORN_ENOUGH ? [t('week.askWorn')] : []),
  ];
  return [...(asked.length > 0 ? asked : [t('week.askAsUsual')]), t('week.askMedicine')].slice(0, MOST_QUESTIONS);
}

export interface Bars {
  readonly bars: readonly ({ readonly low: number; readonly high: number } | null)[];
  readonly usual: number | null;
}

/** The little chart of a measure: each day from low to high, and the level of the weeks before; 0 is the bottom, 1 the top. */
export function barsOf(week: HealthWeek, name: Measure): Bars {
  const days = week.days.map((day): readonly [number, number] | null => {
    if (name === 'steps') {
      return day.steps === null || !day.worn ? null : [0, day.steps];
    }
    const upper = day.values.find(({ measure }) => measure === (name === 'pressure' ? 'systolic' : name));
    const lower = name === 'pressure' ? day.values.find(({ measure }) => measure === 'diastolic') : upper;
    return upper ? [lower?.low ?? upper.low, upper.high] : null;
  });
  const before = trendOf(week, name === 'pressure' ? 'systolic' : name)?.before ?? null;
  const values = [...days.flatMap((day) => day ?? []), ...(before === null ? [] : [before])];
  const low = Math.min(...values);
  const high = Math.max(...values);
  const room = high - low || 1;
  const scaled = (value: number): number => (value - low) / room;
  return { bars: days.map((day) => (day ? { low: scaled(day[0]), high: scaled(day[1]) } : null)), usual: before === null ? null : scaled(before) };
}
