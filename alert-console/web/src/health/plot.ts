/**
 * Charts as geometry: scales, lines that stop at gaps, ticks. Pure. Times are epoch milliseconds; days and hours are those of
 * the county, UTC+8 all year.
 */
import type { HealthChart, HealthColumn } from '../wire/types';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const COUNTY = 8 * HOUR;

export const BOX = { width: 640, height: 168, left: 44, right: 8, top: 16, bottom: 20 } as const;

export type Name = HealthColumn['measure'];
export type Span = readonly [from: number, to: number];

export interface Scale {
  readonly from: number;
  readonly to: number;
  readonly low: number;
  readonly high: number;
}

export const xOf = (scale: Scale, at: number): number => BOX.left + ((at - scale.from) / (scale.to - scale.from)) * (BOX.width - BOX.left - BOX.right);

/** Kept inside the box: what lies beyond it is drawn at its edge. */
export function yOf(scale: Scale, value: number): number {
  const inside = Math.min(scale.high, Math.max(scale.low, value));
  return BOX.height - BOX.bottom - ((inside - scale.low) / (scale.high - scale.low)) * (BOX.height - BOX.top - BOX.bottom);
}

export const columnOf = (chart: HealthChart, name: Name): HealthColumn | undefined => chart.measures.find(({ measure }) => measure === name);

/** When the step at an index begins. */
export const timeAt = (chart: HealthChart, index: number): number => Date.parse(chart.from) + (chart.at[index] ?? 0) * chart.step * 1000;

/** The middle of a step: where its value is drawn. */
export const middleOf = (chart: HealthChart, index: number): number => timeAt(chart, index) + chart.step * 500;

export interface Piece {
  /** Indices of the steps in it, one after another without a gap between them. */
  readonly steps: readonly number[];
}

/** The stretches of a column between its gaps: a line may be drawn within each and never from one to the next. */
export function piecesOf(chart: HealthChart, column: HealthColumn): Piece[] {
  const gaps = column.gaps.map(({ from }) => Date.parse(from));
  const pieces: number[][] = [];
  let open: number[] = [];
  let next = 0;
  for (let index = 0; index < chart.at.length; index++) {
    if (column.middle[index] === null || column.middle[index] === undefined) {
      continue;
    }
    const at = timeAt(chart, index);
    let crossed = false;
    while (next < gaps.length && (gaps[next] ?? Infinity) <= at) {
      next++;
      crossed = true;
    }
    if (crossed && open.length > 0) {
      pieces.push(open);
      open = [];
    }
    open.push(index);
  }
  if (open.length > 0) {
    pieces.push(open);
  }
  return pieces.map((steps) => ({ steps }));
}

const one = (n: number): string => n.toFixed(1);

/** The line of a piece; a single measurement is a short stroke, so that it is seen. */
export function lineOf(chart: HealthChart, column: HealthColumn, { steps }: Piece, scale: Scale): string {
  const points = steps.map((index): [number, number] => [xOf(scale, middleOf(chart, index)), yOf(scale, column.middle[index] ?? 0)]);
  const [first] = points;
  if (points.length === 1 && first) {
    return `M${one(first[0] - 1.5)},${one(first[1])}H${one(first[0] + 1.5)}`;
  }
  return points.map(([x, y], nth) => `${nth === 0 ? 'M' : 'L'}${one(x)},${one(y)}`).join('');
}

/** The area from lowest to highest of a piece; '' where they are the same throughout. */
export function rangeOf(chart: HealthChart, column: HealthColumn, { steps }: Piece, scale: Scale): string {
  if (steps.every((index) => column.low[index] === column.high[index])) {
    return '';
  }
  const half = xOf(scale, scale.from + chart.step * 500) - BOX.left;
  const edge = (values: readonly (number | null)[], index: number): string[] => {
    const x = xOf(scale, middleOf(chart, index));
    const y = one(yOf(scale, values[index] ?? 0));
    return steps.length === 1 ? [`${one(x - half)},${y}`, `${one(x + half)},${y}`] : [`${one(x)},${y}`];
  };
  const upper = steps.flatMap((index) => edge(column.high, index));
  const lower = steps.flatMap((index) => edge(column.low, index)).reverse();
  return `M${[...upper, ...lower].join('L')}Z`;
}

/** A scale that holds every value and every limit, at least as high as usual for the measure. */
export function scaleOf(chart: HealthChart, names: readonly Name[], least: Span): Scale {
  let [low, high] = least;
  for (const column of names.flatMap((name) => columnOf(chart, name) ?? [])) {
    for (const value of column.low) {
      low = value !== null && value < low ? value : low;
    }
    for (const value of column.high) {
      high = value !== null && value > high ? value : high;
    }
    for (const { value, above } of column.limits) {
      high = above ? Math.max(high, value) : high;
      low = above ? low : Math.min(low, value);
    }
  }
  return { from: Date.parse(chart.from), to: Date.parse(chart.to), low, high };
}

/** Three to six round numbers within a scale. */
export function levelsOf({ low, high }: Pick<Scale, 'low' | 'high'>): number[] {
  const rough = (high - low) / 4;
  const unit = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 5, 10].map((times) => times * unit).find((candidate) => candidate >= rough) ?? 10 * unit;
  const levels: number[] = [];
  for (let level = Math.ceil(low / step) * step; level <= high + step / 1e6; level += step) {
    levels.push(Math.round(level * 1e6) / 1e6);
  }
  return levels;
}

const two = (n: number): string => String(n).padStart(2, '0');

/** The county's wall clock. */
export function county(at: number): { readonly month: number; readonly date: number; readonly hour: number; readonly minute: number; readonly weekday: number } {
  const shifted = new Date(at + COUNTY);
  return { month: shifted.getUTCMonth() + 1, date: shifted.getUTCDate(), hour: shifted.getUTCHours(), minute: shifted.getUTCMinutes(), weekday: shifted.getUTCDay() };
}

export const clockOf = (at: number): string => `${two(county(at).hour)}:${two(county(at).minute)}`;
export const dateOf = (at: number): string => `${two(county(at).month)}-${two(county(at).date)}`;

/** Where the time is written below a chart: each 4 hours, each midnight, or each second Monday's midnight. */
export function ticksOf({ from, to }: Pick<Scale, 'from' | 'to'>): { readonly at: number; readonly text: string }[] {
  const length = to - from;
  const step = length <= DAY ? 4 * HOUR : length <= 8 * DAY ? DAY : 14 * DAY;
  const first = length <= DAY ? 4 * HOUR : DAY;
  const ticks: { at: number; text: string }[] = [];
  for (let at = Math.ceil((from + COUNTY) / first) * first - COUNTY; at < to; at += step) {
    ticks.push({ at, text: length <= DAY ? clockOf(at) : dateOf(at) });
  }
  return ticks;
}

/** The last step at or before a moment that is not older than a gap would be; -1 if none. */
export function stepAt(chart: HealthChart, column: HealthColumn, at: number): number {
  if (column.gaps.some(({ from, to }) => Date.parse(from) <= at && at < Date.parse(to))) {
    return -1;
  }
  for (let index = chart.at.length - 1; index >= 0; index--) {
    if (timeAt(chart, index) <= at && column.middle[index] !== null) {
      return index;
    }
  }
  return -1;
}

export interface Line {
  readonly from: number;
  readonly cells: readonly ({ readonly low: number; readonly middle: number; readonly high: number } | null)[];
}

/** The chart as lines of a table: by the hour for a day, by the day else. */
export function linesOf(chart: HealthChart, names: readonly Name[]): Line[] {
  const step = chart.window === '24h' ? HOUR : DAY;
  const groups = new Map<number, number[]>();
  chart.at.forEach((_, index) => {
    const begin = Math.floor((timeAt(chart, index) + COUNTY) / step) * step - COUNTY;
    groups.set(begin, [...(groups.get(begin) ?? []), index]);
  });
  return [...groups].sort(([a], [b]) => a - b).map(([from, steps]) => ({ from, cells: names.map((name) => cellOf(columnOf(chart, name), steps)) }));
}

function cellOf(column: HealthColumn | undefined, steps: readonly number[]): Line['cells'][number] {
  const measured = steps.filter((index) => typeof column?.middle[index] === 'number');
  if (!column || measured.length === 0) {
    return null;
  }
  const middles = measured.map((index) => column.middle[index] ?? 0).sort((a, b) => a - b);
  return {
    low: Math.min(...measured.map((index) => column.low[index] ?? 0)),
    middle: middles[Math.floor(middles.length / 2)] ?? 0,
    high: Math.max(...measured.map((index) => column.high[index] ?? 0)),
  };
}
