// @vitest-environment happy-dom
import { beforeAll, describe, expect, it } from 'vitest';
import { createApp, nextTick } from 'vue';
import { unknownCalls } from '../../src/feed/live';
import UnknownCalls from '../../src/queue/UnknownCalls.vue';
import { keyOf, newOnes, unseen } from '../../src/queue/unknown';
import type { UnknownCall } from '../../src/wire/types';
import { speak } from '../../src/words/words';

const CALL: UnknownCall = { protocol: 'watch', id: '9705141740', address: '192.0.2.7', kind: 'sos', at: '2026-03-02T04:03:00.125Z' };
const LATER: UnknownCall = { ...CALL, kind: 'fall', at: '2026-03-02T04:14:00.000Z' };

beforeAll(() => speak('zh-CN'));

describe('calls of unknown devices', () => {
  it('are shown until they are dismissed, each by itself', () => {
    expect(unseen([LATER, CALL], new Set([keyOf(CALL)]))).toEqual([LATER]);
    expect(unseen([LATER, CALL], new Set())).toEqual([LATER, CALL]);
  });

  it('sound once each', () => {
    expect(newOnes([], [CALL])).toBe(1);
    expect(newOnes([CALL], [LATER, CALL])).toBe(1);
    expect(newOnes([LATER, CALL], [LATER])).toBe(0);
  });

  it('say what calls, and go when somebody has understood', async () => {
    const place = document.createElement('div');
    const app = createApp(UnknownCalls);
    app.mount(place);
    expect(place.textContent).toBe('');
    unknownCalls.value = [LATER, CALL];
    await nextTick();
    const shown = [...place.querySelectorAll('[data-notice=unknown]')];
    expect(shown).toHaveLength(2);
    expect(shown[0]?.textContent).toContain('未登记设备呼叫');
    expect(shown[0]?.textContent).toContain('跌倒·watch 9705141740');
    expect(shown[0]?.textContent).toContain('192.0.2.7');
    shown[0]?.querySelector('button')?.click();
    await nextTick();
    expect(place.querySelectorAll('[data-notice=unknown]')).toHaveLength(1);
    unknownCalls.value = Array.from({ length: 9 }, (_, n) => ({ ...CALL, id: `${n}` }));
    await nextTick();
    expect(place.querySelectorAll('[data-notice=unknown]'), 'the alerts stay on the screen').toHaveLength(3);
    const more = place.querySelector('[data-notice=unknown-more]');
    expect(more?.textContent).toContain('还有 6 台');
    more?.querySelector('button')?.click();
    await nextTick();
    expect(place.textContent).toBe('');
    app.unmount();
    unknownCalls.value = [];
  });
});
