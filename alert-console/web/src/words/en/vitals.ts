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
  },
};

export default en;
