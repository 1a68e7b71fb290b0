/** What is asked in place, in Chinese. */
export default {
  asking: {
    deferTitle: '暂缓多久，为什么',
    takeOverTitle: '{name} 正在处置，确定接管？',
    takeOverFree: '无人处置，直接接警',
    reopenTitle: '重新打开，由我处置',
    finishTitle: '回访完成，关闭',
    back: '返回',
    why: '理由',
    howLong: '多久',
    minutes: '{n} 分钟',
    hours: '{n} 小时',
    note: '备注',
    noteTakeOver: '接管理由（记入时间线）',
    submitDefer: '暂缓',
    submitTakeOver: '接管',
    submitReopen: '打开',
    submitFinish: '关闭',
    missingReason: '先按 1-4 选理由',
    missingTime: '还要选多久',
    urgent: '已升为紧急，不能暂缓',
  },
};
