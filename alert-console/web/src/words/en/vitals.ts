import type { Shape } from '../words';
import type zh from '../zh/vitals';

const en: Shape<typeof zh> = {
  vital: {
    heartRate: 'Pulse',
    spo2: 'SpO₂',
    pressure: 'Pressure',
    temperature: 'Temp.',
    perMinute: '/min',
    none: 'no data',
    high: 'high',
    low: 'low',
    unavailable: 'Vital signs cannot be read now',
    title: 'Vital signs',
    window: 'Lines: 30 min before the alert to 10 min after; the upright stroke is the alert',
    more: '24 hours / 7 days / 90 days',
  },
};

export default en;
