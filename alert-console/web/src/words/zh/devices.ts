/** Trying devices out, in Chinese. */
export default {
  devices: {
    title: '设备测试 {n}',
    none: '没有设备在测试',
    ends: '{at} 最先结束',
    device: '设备 {id}',
    onTest: '测试至 {at}，新警情先不响铃',
    left: '还剩 {left}',
    by: '{name} 开始',
    begin: '开始测试',
    end: '结束测试',
    id: '设备编号',
    time: '测试多久',
    minutes: '{n} 分钟',
    hours: '{n} 小时',
    unknown: '没有登记这台设备，请核对编号。',
    why: '测试期间新警情先搁置；连按两次、再来信号或到时，就照常响起。',
    unread: '名单暂时读不到',
  },
};
