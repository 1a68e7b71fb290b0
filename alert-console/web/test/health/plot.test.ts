import { describe, expect, it } from 'vitest';
import { levelsOf, lineOf, linesOf, piecesOf, rangeOf, scaleOf, stepAt, ticksOf } from '../../src/health/plot';
import type { HealthChart } from '../../src/wire/types';

const FROM = Date.parse('2026-11-21T16:00:00Z');
const iso = (minute: number): string => new Date(FROM + minute * 60_000).toISOString();

function chartOf(values: readonly (readonly [minute: number, value: number | null])[], gaps: readonly (readonly [number, number])[] = [], spread = 0): HealthChart {
  const middle = values.map(([, value]) => value);
  const shifted = (by: number): (number | null)[] => middle.map((value) => (value === null ? null : value + by));
  return {
    residentId: 'R1', window: '24h', from: iso(0), to: iso(24 * 60), zone: 'Asia/Shanghai', step: 60, middle: 'MEAN', ruleBook: 0,
    at: values.map(([minute]) => minute), battery: [], days: [], notWorn: [], alerts: [],
    measures: [{ measure: 'heartRate', middle, low: shifted(-spread), high: shifted(spread), gaps: gaps.map(([a, b]) => ({ from: iso(a), to: iso(b) })), limits: [{ above: true, value: 130, source: 'PERSONAL' }] }],
  };
}

const first = (chart: HealthChart) => chart.measures[0] ?? expect.fail('no measure');

describe('a line', () => {
  it('stops at each gap, goes over a value that was not measured, and is never drawn alone', () => {
    const chart = chartOf([[0, 70], [1, 71], [2, null], [3, 72], [60, 80], [61, 81], [200, 90]], [[4, 60], [62, 200], [201, 1440]]);
    const pieces = piecesOf(chart, first(chart));
    expect(pieces.map(({ steps }) => steps)).toEqual([[0, 1, 3], [4, 5], [6]]);
    const scale = scaleOf(chart, ['heartRate'], [40, 120]);
    const drawn = pieces.map((piece) => lineOf(chart, first(chart), piece, scale));
    expect(drawn.map((path) => (path.match(/M/g) ?? []).length)).toEqual([1, 1, 1]);
    expect(drawn[2]).toMatch(/^M[\d.]+,[\d.]+H[\d.]+$/);
  });

  it('has an area only where the extremes differ', () => {
    const flat = chartOf([[0, 70], [1, 71]]);
    const wide = chartOf([[0, 70], [1, 71]], [], 5);
    const scale = scaleOf(wide, ['heartRate'], [40, 120]);
    expect(rangeOf(flat, first(flat), { steps: [0, 1] }, scale)).toBe('');
    expect(rangeOf(wide, first(wide), { steps: [0, 1] }, scale)).toMatch(/^M.*Z$/);
  });
});

describe('a scale', () => {
  it('holds every value and every limit', () => {
    expect(scaleOf(chartOf([[0, 30], [1, 150]]), ['heartRate'], [40, 120])).toMatchObject({ low: 30, high: 150 });
    expect(scaleOf(chartOf([[0, 70]]), ['heartRate'], [40, 120])).toMatchObject({ low: 40, high: 130 });
  });

  it('has round levels and ticks of the county', () => {
    expect(levelsOf({ low: 40, high: 130 })).toEqual([50, 100]);
    expect(levelsOf({ low: 85, high: 100 })).toEqual([85, 90, 95, 100]);
    expect(ticksOf({ from: FROM, to: FROM + 24 * 3_600_000 }).map(({ text }) => text)).toEqual(['00:00', '04:00', '08:00', '12:00', '16:00', '20:00']);
    expect(ticksOf({ from: FROM, to: FROM + 7 * 24 * 3_600_000 })[0]?.text).toBe('11-22');
  });
});

describe('the moment and the table', () => {
  const chart = chartOf([[0, 70], [1, 71], [90, 80]], [[2, 90], [91, 1440]]);

  it('says nothing within a gap', () => {
    expect(stepAt(chart, first(chart), FROM + 90_000)).toBe(1);
    expect(stepAt(chart, first(chart), FROM + 30 * 60_000)).toBe(-1);
    expect(stepAt(chart, first(chart), FROM - 1)).toBe(-1);
  });

  it('has a line for each hour in which something was told', () => {
    const lines = linesOf(chart, ['heartRate', 'spo2']);
    expect(lines).toHaveLength(2);
    expect(lines[0]?.cells).toEqual([{ low: 70, middle: 71, high: 71 }, null]);
  });
});
