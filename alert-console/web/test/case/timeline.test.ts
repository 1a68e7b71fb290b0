// @vitest-environment happy-dom
import { beforeAll, describe, expect, it } from 'vitest';
import { isAnticoagulant } from '../../src/case/anticoagulants';
import { comingLines, pastLines } from '../../src/case/timeline';
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
