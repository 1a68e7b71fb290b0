// @vitest-environment happy-dom
import { beforeAll, describe, expect, it } from 'vitest';
import { isAnticoagulant } from '../../src/case/anticoagulants';
import { timeOfDay } from '../../src/clock/format';
import { newestReach, stateWords } from '../../src/case/reach';
import { comingLines, pastLines, runningLines } from '../../src/case/timeline';
import type { AlertDetail, Step, TimelineEntry } from '../../src/wire/types';
import { speak } from '../../src/words/words';
import { at, iso, wireRow } from '../rows';

beforeAll(() => speak('zh-CN'));

function step(index: number, more: Partial<Step>): Step {
  return { index, action: 'CALL', condition: 'UNCLAIMED', contacts: [], channels: [], dueAt: iso(60), state: 'PENDING', ...more };
}

function detail(timeline: TimelineEntry[], steps: Step[] = []): AlertDetail {
  return {
    ...wireRow('a'), residentId: 'R1', owner: null, attentionAt: iso(0), nextStepAt: null, presses: 1, durability: 'COMMITTED', status: 'Actual', mine: false, steps, timeline,
    resident: { id: 'R1', masked: true, name: '王*兰', place: '', medical: { conditions: [], medicines: [], allergies: [] }, convoy: [{ id: 'C1', name: '周*芬', role: 'neighbour', ring: 1, capabilities: ['key'], channels: [] }] },
  };
}

describe('what a rule found', () => {
  const evidence = {
    rule: 'heartRate.high', book: 3,
    values: [{ what: 'heartRate', value: 128, unit: 'bpm', at: iso(0) }, { what: 'temperature', value: 38.25, unit: 'C', at: iso(0), quality: 'core' }, { what: 'anew', value: 1, unit: 'q', at: iso(0) }, { what: 'spo2', value: 90, unit: '%', at: iso(0) }],
    limits: [{ what: 'heartRate', comparison: 'ABOVE' as const, number: 120, unit: 'bpm', source: 'PERSONAL' as const }],
  };

  it('is one sentence of values, their time and the limit with its source; unknown tokens stay as they are', () => {
    const [line] = pastLines(detail([{ at: iso(0), type: 'RAISED', kind: 'vitals', evidence }]));
    const when = timeOfDay(at(0));
    expect(line?.what).toMatch(/由健康规则发现$/);
    expect(line?.why).toBe(`心率偏高；心率 128 次/分（${when}），体温（核心） 38.3 ℃（${when}），anew 1 q（${when}），另有 1 项；心率上限 120 次/分（个人设定）`);
  });

  it('is told when it is over', () => {
    const [line] = pastLines(detail([{ at: iso(0), type: 'JOINED', kind: 'silence', attention: false, over: true }]));
    expect(line?.what).toMatch(/^已恢复：/);
  });
});

describe('the time line', () => {
  it('tells what happened in order, and what failed', () => {
    const lines = pastLines(detail([
      { at: iso(0), type: 'RAISED', kind: 'sos' },
      { at: iso(0), type: 'QUEUED' },
      { at: iso(9), type: 'CLAIMED', by: 'liming', byName: '李明' },
      { at: iso(20), type: 'JOINED', kind: 'sos', attention: true },
      { at: iso(24), type: 'CLAIMED', by: 'liming', byName: '李明' },
      { at: iso(140), type: 'LEASE_LAPSED', by: 'liming', byName: '李明' },
      { at: iso(150), type: 'NOTE', byName: '刘敏', text: '呼叫无应答' },
    ]));
    expect(lines.map(({ look, what }) => [look, what])).toEqual([
      ['done', '一键求助，设备已答“已收到”'],
      ['done', '李明接警'],
      ['done', '再次呼救：一键求助'],
      ['done', '李明确认再次呼救'],
      ['failed', '李明掉线，占用到期，退回队列'],
      ['done', '刘敏：呼叫无应答'],
    ]);
  });

  it('shows that a fall waited for its wearer', () => {
    const lines = pastLines(detail([{ at: iso(0), type: 'RAISED', kind: 'fall' }, { at: iso(30), type: 'QUEUED' }]));
    expect(lines.at(-1)?.what).toBe('进入队列');
  });

  it('tells what the device was told and how far that came', () => {
    const told = (what: TimelineEntry['what'], orderState: TimelineEntry['orderState'], more: Partial<TimelineEntry> = {}): TimelineEntry => ({ at: iso(9), type: 'ORDERED', what, orderState, stateAt: iso(9), deviceId: 'D-a', ...more });
    const lines = pastLines(detail([
      told('ACCEPTED', 'SUPERSEDED'),
      told('ACCEPTED', 'EXPIRED', { sentAt: iso(9) }),
      told('LOCATE', 'PENDING', { by: 'liming', byName: '李明' }),
      told('MESSAGE', 'ACKNOWLEDGED', { by: 'liming', byName: '李明', text: '医生就到' }),
      told('RING', 'EXPIRED', { by: 'liming', byName: '李明' }),
      told('MEASURE', 'UNSUPPORTED', { by: 'liming', byName: '李明' }),
      told('RING', 'PENDING', { by: 'liming', byName: '李明', deviceId: 'B1' }),
    ]));
    expect(lines.map(({ look, what, end }) => [look, what, end.replace(/[0-9:]+ /, '')])).toEqual([
      ['done', '告知设备：已有人接警', '已发出，设备未回执'],
      ['done', '李明：令设备定位', '等设备上线'],
      ['done', '李明：发到设备“医生就到”', '设备已收到'],
      ['failed', '李明：令设备响铃', '过时未送达'],
      ['failed', '李明：令设备测量', '设备不支持'],
      ['done', '李明：令设备响铃（B1）', '等设备上线'],
    ]);
  });

  it('never passes a recorded step off as a call that was made', () => {
    const steps = [step(0, { action: 'SHOW_ALL_CONSOLES', state: 'DONE' }), step(1, { action: 'ALL_CONSOLES_LOUD', state: 'DONE' }), step(2, { contacts: ['C1', 'C9'], state: 'DONE' })];
    const lines = pastLines(detail([0, 1, 2].map((index) => ({ at: iso(60), type: 'STEP_DUE', step: index, attempt: 1 })), steps));
    expect(lines.map(({ what, end }) => [what, end])).toEqual([['全席响铃', ''], ['自动语音呼叫 周*芬、C9', '只记录，未拨出']]);
  });

  it('notes what could not be read of a message', () => {
    expect(pastLines(detail([{ at: iso(0), type: 'RAISED', kind: 'sos', dropped: ['lat'] }]))[0]?.end).toBe('报文中读不出：lat');
  });

  it('counts down to what comes, soonest first', () => {
    const lines = comingLines(detail([], [step(2, { dueAt: iso(120), action: 'REQUEST_AMBULANCE' }), step(1, {}), step(0, { state: 'DONE' })]), false, at(48));
    expect(lines.map(({ look, when, what }) => [look, when, what])).toEqual([['next', '00:12 后', '自动语音呼叫'], ['later', '01:12 后', '自动请求 120']]);
  });

  it('says which steps rest while somebody holds the case', () => {
    const lines = comingLines(detail([], [step(1, {}), step(2, { condition: 'ALWAYS' })]), true, at(0));
    expect(lines.map(({ look, end }) => [look, end.length > 5])).toEqual([['later', true], ['later', true]]);
    expect(lines[0]?.end).toBe('仅在无人接警时');
  });
});

describe('anticoagulants', () => {
  it('are known by their Chinese and English names', () => {
    expect(['华法林钠片', 'Warfarin 3 mg', '利伐沙班'].every(isAnticoagulant)).toBe(true);
    expect(['美托洛尔', '阿司匹林', ''].some(isAnticoagulant)).toBe(false);
  });
});

describe('reaching people', () => {
  const called = step(2, { contacts: ['C1', 'C9'], state: 'DONE', reaches: [{ contact: 'C1', channel: 'VOICE', tries: 1, state: 'ACCEPTED', at: iso(70) }, { contact: 'C9', channel: 'SMS', tries: 1, state: 'FAILED', at: iso(70) }] });
  const effect = { step: 2, attempt: 1, action: 'CALL', contact: 'C1', channel: 'VOICE' } as const;

  it('says that somebody was called only when a channel has reported', () => {
    const silent: TimelineEntry[] = [
      { at: iso(60), type: 'STEP_DUE', step: 2, attempt: 1 },
      { ...effect, at: iso(60), type: 'EFFECT_DUE' },
      { ...effect, at: iso(61), type: 'EFFECT_REPORTED', report: 'UNREACHABLE' },
    ];
    const without = step(2, { contacts: ['C1'], state: 'DONE', reaches: [{ contact: 'C1', channel: 'VOICE', tries: 1, state: 'FAILED', at: iso(61) }] });
    expect(pastLines(detail(silent, [without])).map(({ what, end }) => [what, end])).toEqual([['自动语音呼叫 周*芬', '只记录，未拨出']]);
    const answered = [...silent.slice(0, 2), { ...effect, at: iso(61), type: 'EFFECT_REPORTED', report: 'ACCEPTED' } as const];
    expect(pastLines(detail(answered, [called])).map(({ look, what, end }) => [look, what, end])).toEqual([
      ['done', '自动语音呼叫 周*芬、C9', ''],
      ['done', '周*芬 语音', '有人前往'],
    ]);
    const rang = [...silent.slice(0, 2), { ...effect, at: iso(61), type: 'EFFECT_REPORTED', report: 'NO_ANSWER' } as const];
    expect(pastLines(detail(rang, [without])).at(-1)).toMatchObject({ look: 'failed', what: '周*芬 语音', end: '无人接听' });
  });

  it('counts down to the next try, and to when no report counts as none', () => {
    const trying = step(3, { contacts: ['C1', 'C9', 'C8'], state: 'DONE', reaches: [
      { contact: 'C1', channel: 'VOICE', tries: 1, state: 'STARTED', at: iso(30) },
      { contact: 'C9', channel: 'VOICE', tries: 2, state: 'WAITING', at: iso(15) },
      { contact: 'C8', tries: 0, state: 'WAITING' },
    ] });
    expect(runningLines(detail([], [trying]), at(10)).map(({ look, when, what, end }) => [look, when, what, end])).toEqual([
      ['running', '00:20', '周*芬 语音', '已发起，等回报'],
      ['next', '00:05', 'C9 语音', '5 秒后再试·第 2 次'],
    ]);
  });

  it('tells the newest of a contact, and good news before any other', () => {
    const later = step(5, { state: 'DONE', reaches: [{ contact: 'C1', channel: 'SMS', tries: 1, state: 'STOPPED', at: iso(80) }] });
    expect(newestReach(detail([], [called, later]), 'C1')?.reach.state).toBe('ACCEPTED');
    expect(newestReach(detail([], [called]), 'C7')).toBeNull();
    expect(stateWords({ contact: 'C9', tries: 1, state: 'FAILED' }, false, at(0))).toBe('未拨出');
    expect(stateWords({ contact: 'C9', tries: 1, state: 'FAILED' }, true, at(0))).toBe('没联系上');
  });
});

describe('the rest of the life', () => {
  it('is told in words', () => {
    const by = { by: 'liming', byName: '李明' };
    const lines = pastLines(detail([
      { at: iso(1), type: 'TAKEN_OVER', by: 'banzhang', byName: '周班长', fromName: '李明' },
      { ...by, at: iso(2), type: 'DEFERRED', until: iso(600), reason: 'WAITING_FOR_DEVICE', text: '饭后' },
      { at: iso(3), type: 'RETURNED' },
      { at: iso(4), type: 'HELD_ON_TEST', until: iso(600) },
      { at: iso(5), type: 'TEST_OVER', why: 'SIGNAL' },
      { ...by, at: iso(6), type: 'PROGRESSED', state: 'ON_SCENE' },
      { at: iso(6), type: 'PROGRESSED', state: 'RESPONDING' },
      { ...by, at: iso(7), type: 'SUMMONED', actions: ['REQUEST_AMBULANCE', 'CALL'] },
      { at: iso(8), type: 'NOBODY_LEFT', step: 2 },
      { at: iso(9), type: 'FOLLOW_UP_OPENED', until: iso(900) },
      { at: iso(10), type: 'FOLLOW_UP_OVERDUE' },
      { ...by, at: iso(11), type: 'REOPENED', text: '家属来电' },
      { at: iso(12), type: 'CLOSED' },
      { ...by, at: iso(13), type: 'RECONCILED', ownerKept: true, steps: 3, resolved: false },
      { at: iso(14), type: 'REMINDED', times: 2 },
    ], [step(2, { contacts: ['C1'], state: 'DONE' })]));
    expect(lines.map(({ what }) => what)).toEqual([
      '周班长从李明手上接管',
      expect.stringMatching(/^李明暂缓到 .+·等设备复测$/),
      '暂缓到时，回到队列',
      expect.stringMatching(/^设备在测试，搁置到 /),
      '测试中又来信号，按真实警情响起',
      '李明：已到现场',
      '回报：救助中',
      '李明派出 120、联系人',
      '自动语音呼叫 周*芬：没有人联系得上，转下一步',
      expect.stringMatching(/^须在 .+ 前上门回访$/),
      '回访逾期',
      '李明重新打开',
      '自动关闭',
      '降级期间的处置已并入主日志',
      '仍无人接，再次提醒（第 2 次）',
    ]);
    expect(lines[13]?.end).toBe('已做 3 步·李明继续处置');
  });
});
