import type { Shape } from '../words';
import type zh from '../zh/evidence';

const en: Shape<typeof zh> = {
  evidence: {
    value: '{what}{quality} {value}{unit} ({at})',
    more: '{n} more',
    and: ', ',
    then: '; ',
    limit: {
      ABOVE: '{what} limit {number}{unit} ({source})',
      AT_LEAST: '{what} reached {number}{unit} ({source})',
      BELOW: '{what} lower limit {number}{unit} ({source})',
      AT_MOST: '{what} at most {number}{unit} ({source})',
      OUTSIDE: '{what} off the usual by {number}{unit} ({source})',
    },
    source: {
      STANDARD: 'standard',
      GRADE: 'care grade',
      CONDITION: 'condition',
      PERSONAL: 'personal',
      BASELINE: 'usual for this person',
    },
    unit: {
      bpm: ' bpm',
      '/min': ' /min',
      C: ' °C',
      s: ' s',
      min: ' min',
      h: ' h',
      d: ' d',
      points: ' points',
    },
    quality: {
      skin: ' (skin)',
      core: ' (core)',
    },
    what: {
      heartRate: 'pulse',
      spo2: 'SpO₂',
      systolic: 'systolic',
      diastolic: 'diastolic',
      temperature: 'temperature',
      respiration: 'respiration',
      score: 'NEWS2 at least',
      known: 'known parameters',
      steps: 'steps',
      battery: 'battery',
      distance: 'distance from home',
      accuracy: 'accuracy of the fix',
      devices: 'silent devices',
      lastSeen: 'last signal',
      interval: 'reporting interval',
      falls: 'near falls',
      quiet: 'no activity',
    },
    rule: {
      news2: {
        score: 'NEWS2 score',
        red: 'one critical value (NEWS2 3)',
      },
      silence: {
        device: 'device silent',
        area: 'area silent',
        grade: 'device of a high-grade resident silent',
      },
      inactivity: {
        waking: 'no activity in waking hours',
      },
      fence: {
        left: 'left the safe zone',
        nightExit: 'went out at night',
      },
      fall: {
        critical: 'critical values after a fall',
        near: 'repeated near falls',
      },
      battery: {
        trend: 'battery soon empty',
      },
      test: {
        missed: 'monthly test missed',
      },
      band: {
        off: 'band off for long',
      },
    },
  },
};

export default en;
