/** Vital signs, in Chinese. */
export default {
  vital: {
    heartRate: '心率',
    spo2: '血氧',
    pressure: '血压',
    temperature: '温度',
    perMinute: '次/分',
    none: '无数据',
    high: '偏高',
    low: '偏低',
    unavailable: '体征暂时读不到',
    title: '生命体征',
  },
};
