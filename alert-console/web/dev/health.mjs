// Fictional measurements of a day, a week and ninety days: with gaps, a night, a fever and a band that was taken off.
const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
const COUNTY = 8 * 60 * MINUTE;
const STEPS = { '24h': MINUTE, '7d': 30 * MINUTE, '90d': DAY };
const LIMITS = {
  heartRate: [{ above: false, value: 40, source: 'CONDITION' }, { above: true, value: 110, source: 'GRADE' }],
  spo2: [{ above: false, value: 90, source: 'PERSONAL' }],
  systolic: [{ above: false, value: 95, source: 'STANDARD' }, { above: true, value: 165, source: 'PERSONAL' }],
  diastolic: [{ above: true, value: 110, source: 'STANDARD' }],
  core: [{ above: false, value: 35.5, source: 'STANDARD' }, { above: true, value: 38, source: 'GRADE' }],
};
const NAMES = ['heartRate', 'spo2', 'systolic', 'diastolic', 'core', 'skin', 'respiration'];

const iso = (millis) => new Date(millis).toISOString();
const midnight = (at) => Math.floor((at + COUNTY) / DAY) * DAY - COUNTY;
const noise = (n) => Math.sin(n * 12.9898) * 43758.5453 % 1;

/** The middle of a measure at a moment, or null. */
function valueAt(name, at, to, window) {
  const awake = Math.max(0, Math.sin((((at + COUNTY) % DAY) / DAY) * 2 * Math.PI - 1.9));
  const late = Math.max(0, 1 - (to - at) / (window === '24h' ? DAY / 8 : 3 * DAY));
  const jitter = noise(at / MINUTE);
  const seldom = window === '24h' && Math.floor(at / MINUTE) % 60 !== 0;
  switch (name) {
    case 'heartRate': return Math.round(62 + 16 * awake + 4 * jitter + 30 * late);
    case 'spo2': return Math.round(96 + jitter - 5 * late);
    case 'systolic': return seldom ? null : Math.round(132 + 14 * awake + 5 * jitter + 20 * late);
    case 'diastolic': return seldom ? null : Math.round(80 + 7 * awake + 3 * jitter + 6 * late);
    case 'skin': return Math.round((33.4 + 0.5 * jitter) * 10) / 10;
    default: return null;
  }
}

function isSilent(at, from, window) {
  const hours = (at - from) / 3_600_000;
  return window === '24h' ? (hours >= 5 && hours < 7.5) || (hours >= 15 && hours < 15.7) : window === '7d' ? hours >= 50 && hours < 61 : hours >= 30 * 24 && hours < 36 * 24;
}

export function chartFor(residentId, window, alerts) {
  const step = STEPS[window];
  const now = Date.now();
  const to = window === '90d' ? midnight(now) + DAY : (Math.floor(now / step) + 1) * step;
  const from = window === '24h' ? to - DAY : midnight(now) - (window === '7d' ? 6 : 89) * DAY;
  const at = [];
  for (let nth = 0; from + nth * step < to; nth++) {
    if (!isSilent(from + nth * step, from, window)) {
      at.push(nth);
    }
  }
  const measures = NAMES.map((measure) => {
    const middle = at.map((nth) => valueAt(measure, from + nth * step, to, window));
    const wide = window === '24h' ? 0 : measure === 'heartRate' ? 14 : measure === 'systolic' ? 12 : measure === 'skin' ? 0.8 : 2;
    const most = measure === 'spo2' ? 100 : Infinity;
    return { measure, middle, low: middle.map((value) => value === null ? null : value - wide), high: middle.map((value) => value === null ? null : Math.min(most, value + wide)), gaps: gapsOf(at, middle, from, to, step), limits: LIMITS[measure] ?? [] };
  });
  const days = [];
  for (let day = midnight(from); day < to; day += DAY) {
    days.push({ date: iso(day + COUNTY).slice(0, 10), steps: isSilent(day + DAY / 2, from, '90d') && window === '90d' ? null : Math.round(2_600 + 900 * noise(day / DAY)), battery: 40, wornHours: window === '90d' ? null : 20 });
  }
  const marks = alerts.filter((alert) => Date.parse(alert.receivedAt) >= from).map(({ id, receivedAt, kind, priority, state, status }) => ({ id, at: receivedAt, kind, priority, state, status }));
  const notWorn = window === '90d' ? null : window === '24h' ? [{ from: iso(from + 5 * 3_600_000), to: iso(from + 7.5 * 3_600_000) }] : [{ from: iso(from + 50 * 3_600_000), to: iso(from + 55 * 3_600_000) }];
  const battery = at.map((nth) => 100 - Math.floor(((nth * step) / DAY) * 22) % 80);
  return { residentId, window, from: iso(from), to: iso(to), zone: 'Asia/Shanghai', step: step / 1000, middle: window === '7d' ? 'MEDIAN' : 'MEAN', ruleBook: 0, at, measures, battery, days, notWorn, alerts: marks };
}

function gapsOf(at, middle, from, to, step) {
  const measured = at.filter((_, index) => middle[index] !== null);
  const intervals = measured.slice(1).map((nth, index) => (nth - measured[index]) * step).sort((a, b) => a - b);
  const longest = step === DAY ? 0 : Math.max(15 * MINUTE, step, 3 * (intervals[Math.floor(intervals.length / 2)] ?? 40 * MINUTE));
  const gaps = [];
  let covered = from;
  for (const nth of [...measured, (to - from) / step]) {
    const begin = from + nth * step;
    if (begin - covered > longest) {
      gaps.push({ from: iso(covered), to: iso(begin) });
    }
    covered = begin + step;
  }
  return gaps;
}

/** The fullest week that there can be: every measure changed, all limits passed, more alerts than fit. */
export function weekFor(person, alerts) {
  const last = midnight(Date.now()) - DAY;
  const days = Array.from({ length: 7 }, (_, nth) => {
    const at = last - (6 - nth) * DAY;
    const worn = ![1, 2, 4].includes(nth);
    const values = [['heartRate', 58, 78 + nth, 104], ['spo2', 90, 95 - nth / 4, 98], ['systolic', 124, 146 + nth, 171], ['diastolic', 74, 86, 96], ['core', 36.1, 36.6, 37.2]];
    return { date: iso(at + COUNTY).slice(0, 10), wornHours: worn ? 20 : 3, worn, steps: worn ? 1_800 - 90 * nth : null, values: worn ? values.map(([measure, low, middle, high]) => ({ measure, low, middle, high })) : [] };
  });
  const trend = (measure, now, before, change, daysBeyond = 0) => ({ measure, now, before, change, daysBeyond });
  const [some] = alerts;
  const marks = Array.from({ length: 6 }, (_, nth) => ({ id: some?.id ?? 'none', at: iso(last - nth * DAY + 20 * 3_600_000), kind: ['fall', 'sos', 'vitals', 'inactivity', 'removed', 'sos'][nth], priority: 'P2', state: 'CLOSED', status: 'Actual', cause: 'FALL', outcome: nth === 0 ? 'AMBULANCE_SENT' : 'CONTACT_ATTENDED', falseAlarm: nth === 1 }));
  return {
    resident: { id: person.id, name: person.name, sex: person.sex, age: person.age }, from: days[0].date, until: days[6].date, zone: 'Asia/Shanghai', daysWorn: days.filter(({ worn }) => worn).length, days,
    trends: [trend('heartRate', 81, 70, 'CLEARLY_HIGHER', 3), trend('spo2', 94, 96, 'LITTLE_LOWER', 2), trend('systolic', 149, 136, 'LITTLE_HIGHER', 4), trend('diastolic', 86, 82, 'SAME'), trend('core', 36.6, 36.5, 'SAME'), trend('steps', 1_500, 3_000, 'CLEARLY_LOWER')],
    alerts: marks, alertsInAll: 9,
  };
}
