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
    window: '曲线：报警前 30 分钟到报警后 10 分钟，竖线是报警时刻',
    more: '24 小时／7 天／90 天',
  },
};
