import { describe, expect, it } from 'vitest';
import { lineOf, signsOf } from '../../src/case/vitals';
import type { DeviceLatest, VitalsSeries } from '../../src/wire/types';
import { at, iso } from '../rows';

type Point = VitalsSeries['points'][number];

function point(seconds: number, more: Partial<Point>): Point {
  return { at: iso(seconds), heartRate: null, spo2: null, systolic: null, diastolic: null, temperature: null, respiration: null, steps: null, battery: null, ...more };
}

function series(...points: Point[]): VitalsSeries {
  return { residentId: 'R1', from: iso(-7200), to: iso(0), step: 60, points };
}

function latest(vitals: NonNullable<DeviceLatest['vitals']>): DeviceLatest {
  return { deviceId: 'D1', receivedAt: iso(-8), battery: 82, signal: 75, steps: null, position: null, alarms: [], vitals };
}

describe('vital signs', () => {
  it.each([
    [{ heartRate: 118 }, 'heartRate', 'high'], [{ heartRate: 111 }, 'heartRate', 'high'], [{ heartRate: 110 }, 'heartRate', null], [{ heartRate: 40 }, 'heartRate', 'low'],
    [{ spo2: 93 }, 'spo2', 'low'], [{ spo2: 94 }, 'spo2', null], [{ systolic: 220, diastolic: 100 }, 'pressure', 'high'], [{ systolic: 168, diastolic: 95 }, 'pressure', null],
    [{ systolic: 100, diastolic: 60 }, 'pressure', 'low'], [{ temperature: 31.5 }, 'temperature', null], [{ temperature: 41 }, 'temperature', null],
  ])('%o: %s is %s', (vitals, name, past) => {
    const sign = signsOf(latest({ ...vitals, at: iso(-8) }), null, at(0), at(-60)).find((candidate) => candidate.name === name);
    expect(sign?.past).toBe(past);
  });

  it('shows no value where none was told', () => {
    expect(signsOf(null, null, at(0), at(-60)).map(({ value }) => value)).toEqual([null, null, null, null]);
  });

  it('does not pass an old blood pressure off as new because the pulse is', () => {
    const [pulse, , pressure] = signsOf(latest({ heartRate: 80, systolic: 168, diastolic: 95, at: iso(-8) }), series(point(-3600, { systolic: 168, diastolic: 95 }), point(-60, { heartRate: 80 })), at(0), at(-60));
    expect(pulse).toMatchObject({ value: '80', at: at(-8), old: false });
    expect(pressure).toMatchObject({ value: '168/95', old: true, at: at(-3540) });
  });

  it('draws the half hour before the alert and ten minutes after it, whatever came since', () => {
    const points = Array.from({ length: 120 }, (_, n) => point((n - 120) * 60, { heartRate: 70 + (n % 9) * 5 }));
    const [pulse] = signsOf(null, series(...points), at(0), at(-3600));
    expect(pulse?.points[0]?.[0]).toBe(at(-5400));
    expect(pulse?.points.at(-1)?.[0]).toBe(at(-3000));
    const line = lineOf(pulse ?? { points: [], band: null, alertAt: 0 }, 108, 22);
    for (const pair of line.path.slice(1).split(/[ML]/)) {
      const [x, y] = pair.split(',').map(Number);
      expect(x).toBeGreaterThanOrEqual(3);
      expect(x).toBeLessThanOrEqual(105);
      expect(y).toBeGreaterThanOrEqual(0);
      expect(y).toBeLessThanOrEqual(22);
    }
    expect(line.end?.[0]).toBe(105);
    expect(line.alertX).toBe(79.5);
  });

  it('joins nothing over a gap', () => {
    const minutes = [-30, -29, -28, -27, -5, -4, -3];
    const [pulse] = signsOf(null, series(...minutes.map((minute) => point(minute * 60, { heartRate: 70 }))), at(0), at(0));
    expect(lineOf(pulse ?? { points: [], band: null, alertAt: 0 }, 108, 22).path.match(/M/g)).toHaveLength(2);
  });

  it('draws one point and none', () => {
    expect(lineOf({ points: [[at(0), 70]], band: null, alertAt: at(0) }, 108, 22).end).toEqual([79.5, 11]);
    expect(lineOf({ points: [], band: [51, 90], alertAt: at(0) }, 108, 22)).toEqual({ path: '', end: null, band: null, alertX: 79.5 });
  });
});
