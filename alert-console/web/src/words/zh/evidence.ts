/** Why a rule fired, in Chinese; reviewed for the desk, where health data may be shown. */
export default {
  evidence: {
    value: '{what}{quality} {value}{unit}（{at}）',
    more: '另有 {n} 项',
    and: '，',
    then: '；',
    limit: {
      ABOVE: '{what}上限 {number}{unit}（{source}）',
      AT_LEAST: '{what}达到 {number}{unit}（{source}）',
      BELOW: '{what}下限 {number}{unit}（{source}）',
      AT_MOST: '{what}不高于 {number}{unit}（{source}）',
      OUTSIDE: '{what}超出平时 {number}{unit}（{source}）',
    },
    source: {
      STANDARD: '通用标准',
      GRADE: '照护等级',
      CONDITION: '按病史',
      PERSONAL: '个人设定',
      BASELINE: '本人平时',
    },
    unit: {
      bpm: ' 次/分',
      '/min': ' 次/分',
      C: ' ℃',
      s: ' 秒',
      min: ' 分钟',
      h: ' 小时',
      d: ' 天',
      points: ' 分',
    },
    quality: {
      skin: '（皮肤）',
      core: '（核心）',
    },
    what: {
      heartRate: '心率',
      spo2: '血氧',
      systolic: '收缩压',
      diastolic: '舒张压',
      temperature: '体温',
      respiration: '呼吸',
      score: 'NEWS2 至少',
      known: '已知参数',
      steps: '步数',
      battery: '电量',
      distance: '离家',
      accuracy: '定位误差',
      devices: '失联设备',
      lastSeen: '末次信号',
      interval: '上报间隔',
      falls: '近似跌倒',
      quiet: '无活动',
    },
    rule: {
      news2: {
        score: 'NEWS2 评分',
        red: '单项危急（NEWS2 3 分）',
      },
      silence: {
        device: '设备失联',
        area: '片区失联',
        grade: '高等级老人设备失联',
      },
      inactivity: {
        waking: '清醒时段无活动',
      },
      fence: {
        left: '离开安全范围',
        nightExit: '夜间外出',
      },
      fall: {
        critical: '跌倒后体征异常',
        near: '多次近似跌倒',
      },
      battery: {
        trend: '电量将尽',
      },
      test: {
        missed: '漏做月度测试',
      },
      band: {
        off: '手环摘下过久',
      },
    },
  },
};
