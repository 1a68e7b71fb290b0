/**
 * The vital signs of a case as tiles: value, whether it is past its limit, how old it is, and its line. Pure.
 *
 * Limits are the scores of 2 and more of NEWS2 (Royal College of Physicians, 2017), bands its score of 0; the skin
 * temperature of a wristband has none and is never judged.
 */
import { time } from '../feed/row';
import type { DeviceLatest, VitalsSeries } from '../wire/types';

export type SignName = 'heartRate' | 'spo2' | 'pressure' | 'temperature';

export interface Sign {
  readonly name: SignName;
  readonly value: string | null;
  readonly past: 'high' | 'low' | null;
  /** When it was measured, epoch milliseconds; null when that is longer ago than the series goes back. */
  readonly at: number | null;
  readonly old: boolean;
  /** Of the time that the line shows. */
  readonly points: readonly (readonly [at: number, value: number])[];
  /** When the alert was received, epoch milliseconds. */
  readonly alertAt: number;
  readonly band: readonly [from: number, to: number] | null;
}

type Measured = 'heartRate' | 'spo2' | 'systolic' | 'diastolic' | 'temperature';

interface Limit {
  readonly low: number;
  readonly high: number;
  readonly band: readonly [number, number];
}

const LIMITS: Partial<Record<Measured, Limit>> = {
  heartRate: { low: 40, high: 111, band: [51, 90] },
  spo2: { low: 93, high: 101, band: [96, 100] },
  systolic: { low: 100, high: 220, band: [111, 219] },
};

const OLD_MILLIS = 10 * 60_000;
/** The line shows the half hour before the alert and a little of what came after it; the same for every case. */
export const BEFORE_MILLIS = 30 * 60_000;
export const AFTER_MILLIS = 10 * 60_000;
/** Two points further apart than this many of their usual intervals, and a quarter of an hour, are not joined. */
const MISSED = 3;
const LEAST_GAP_MILLIS = 15 * 60_000;
/** A point stands for its whole step of a minute. */
const STEP_MILLIS = 60_000;

export function signsOf(latest: DeviceLatest | null, series: VitalsSeries | null, now: number, alertAt: number): Sign[] {
  return [
    sign('heartRate', 'heartRate', latest, series, { now, alertAt }),
    sign('spo2', 'spo2', latest, series, { now, alertAt }),
    pressure(latest, series, { now, alertAt }),
    sign('temperature', 'temperature', latest, series, { now, alertAt }),
  ];
}

interface Moments {
  readonly now: number;
  readonly alertAt: number;
}

function sign(name: SignName, measured: Measured, latest: DeviceLatest | null, series: VitalsSeries | null, { now, alertAt }: Moments): Sign {
  const points = pointsOf(series, measured);
  const value = latest?.vitals?.[measured] ?? points[points.length - 1]?.[1] ?? null;
  const at = measuredAt(points, time(latest?.vitals?.at));
  return {
    name,
    value: value === null ? null : measured === 'temperature' ? value.toFixed(1) : String(Math.round(value)),
    past: value === null ? null : pastLimit(measured, value),
    at,
    old: value !== null && (at === null || now - at > OLD_MILLIS),
    points: points.filter(([at]) => at >= alertAt - BEFORE_MILLIS && at <= alertAt + AFTER_MILLIS),
    alertAt,
    band: LIMITS[measured]?.band ?? null,
  };
}

function pressure(latest: DeviceLatest | null, series: VitalsSeries | null, moments: Moments): Sign {
  const upper = sign('pressure', 'systolic', latest, series, moments);
  const lower = sign('pressure', 'diastolic', latest, series, moments);
  return { ...upper, value: upper.value === null ? null : `${upper.value}/${lower.value ?? '–'}` };
}

function pointsOf(series: VitalsSeries | null, measured: Measured): [number, number][] {
  return (series?.points ?? []).flatMap((point): [number, number][] => {
    const value = point[measured];
    return value === null || value === undefined ? [] : [[Date.parse(point.at), value]];
  });
}

/** The device tells one time for all its signs; the series knows better when this one was measured last. */
function measuredAt(points: readonly (readonly [number, number])[], told: number | null): number | null {
  const last = points[points.length - 1];
  if (!last) {
    return null;
  }
  const end = last[0] + STEP_MILLIS;
  return told === null ? end : told >= last[0] && told <= end + STEP_MILLIS ? told : Math.min(end, told);
}

function pastLimit(measured: Measured, value: number): 'high' | 'low' | null {
  const limit = LIMITS[measured];
  if (!limit) {
    return null;
  }
  return value >= limit.high ? 'high' : value <= limit.low ? 'low' : null;
}

export interface Line {
  /** One path for each stretch without a gap. */
  readonly path: string;
  readonly end: readonly [x: number, y: number] | null;
  readonly band: { readonly y: number; readonly height: number } | null;
  /** Where the alert's moment is. */
  readonly alertX: number;
}

const PAD = 3;

/** The line of a sign in a box. Time runs evenly from half an hour before the alert to ten minutes after it. */
export function lineOf({ points, band, alertAt }: Pick<Sign, 'points' | 'band' | 'alertAt'>, width: number, height: number): Line {
  const x = (at: number): number => PAD + ((at - alertAt + BEFORE_MILLIS) / (BEFORE_MILLIS + AFTER_MILLIS)) * (width - 2 * PAD);
  const last = points[points.length - 1];
  if (!last) {
    return { path: '', end: null, band: null, alertX: x(alertAt) };
  }
  const values = points.map(([, value]) => value);
  let low = Math.min(...values);
  let high = Math.max(...values);
  const room = Math.max((high - low) * 0.15, 2);
  low -= room;
  high += room;
  const y = (value: number): number => Math.min(height - PAD, Math.max(PAD, height - ((value - low) / (high - low)) * height));
  const longest = longestOf(points);
  const path = points.map(([at, value], nth) => `${at - (points[nth - 1]?.[0] ?? -Infinity) > longest ? 'M' : 'L'}${x(at).toFixed(1)},${y(value).toFixed(1)}`).join('');
  const top = band ? y(band[1]) : 0;
  return { path, end: [x(last[0]), y(last[1])], band: band ? { y: top, height: Math.max(0, y(band[0]) - top) } : null, alertX: x(alertAt) };
}

/** The longest time between two points that are joined. */
function longestOf(points: Sign['points']): number {
  const intervals = points.slice(1).map(([at], nth) => at - (points[nth]?.[0] ?? at)).sort((a, b) => a - b);
  return Math.max(LEAST_GAP_MILLIS, MISSED * (intervals[Math.floor(intervals.length / 2)] ?? 0));
}
