// @vitest-environment happy-dom
import { beforeAll, describe, expect, it } from 'vitest';
import { matches, nameOf, nextOf, whatOf, whoOf } from '../../src/queue/wording';
import { speak } from '../../src/words/words';
import { at, iso, row } from '../rows';

beforeAll(() => speak('zh-CN'));

describe('words of a row', () => {
  it('shows a masked name exactly as the server sent it', () => {
    const masked = row('a', { residentName: '王*兰', sex: 'F', age: 78, livesAlone: true, place: '月华社区 3栋 502' });
    expect(nameOf(masked)).toBe('王*兰');
    expect(whoOf(masked)).toBe('女 78 独居·月华社区 3栋 502');
  });

  it('says what is known of an unknown device', () => {
    const unknown = row('a', { residentId: null, deviceId: 'D4471' });
    expect([whatOf(unknown), nameOf(unknown), whoOf(unknown)]).toEqual(['未知设备呼叫', '身份待核', '设备 D4471']);
  });

  it('tells a fall with movement from one without', () => {
    expect(whatOf(row('a', { kind: 'fall', movement: 'STILL' }))).toBe('跌倒后无活动');
    expect(whatOf(row('a', { kind: 'fall', movement: 'MOVING' }))).toBe('跌倒，有活动');
    expect(whatOf(row('a', { kind: 'fall' }))).toBe('跌倒');
  });

  it('names a kind that a newer server invented', () => {
    expect(whatOf(row('a', { kind: 'earthquake' as 'sos' }))).toBe('其他警情');
  });

  it('counts down to the next step', () => {
    const waiting = row('a', { nextStepAt: iso(15), nextStep: 'ALL_CONSOLES_LOUD' });
    expect(nextOf(waiting, at(12))).toBe('无人接警·3 秒后 全席响铃');
    expect(nextOf(waiting, at(16))).toBe('无人接警·全席响铃');
    expect(nextOf(row('a', { durability: 'LOCAL' }), at(0))).toBe('只存在网关本机，照常处置');
    expect(nextOf(row('a', { abandoned: 1 }), at(0))).toBe('占用到期，已回到最前');
  });

  it('finds by what the row shows, and by nothing that it hides', () => {
    const masked = row('a', { residentName: '王*兰', place: '月华社区 3栋 502' });
    expect(matches(masked, ' 月华 ')).toBe(true);
    expect(matches(masked, 'd-a')).toBe(true);
    expect(matches(masked, '紧急')).toBe(true);
    expect(matches(masked, '王桂兰')).toBe(false);
    expect(matches(masked, '')).toBe(true);
  });

  it('speaks English when asked to', async () => {
    await speak('en');
    expect(nextOf(row('a', { nextStepAt: iso(15), nextStep: 'REQUEST_AMBULANCE' }), at(12))).toBe('Nobody yet · in 3 s ambulance is requested');
    await speak('zh-CN');
  });
});

describe('a box that several people share', () => {
  it('names all of them, because nobody knows yet who pressed', () => {
    expect(nameOf(row('a', { residentName: '王*兰', household: ['李*国'] }))).toBe('王*兰 或 李*国');
    expect(nameOf(row('a'))).toBe('身份待核');
  });
});
