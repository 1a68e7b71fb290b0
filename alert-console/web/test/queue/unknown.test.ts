// @vitest-environment happy-dom
import { beforeAll, describe, expect, it, vi } from 'vitest';
import { createApp, nextTick } from 'vue';
import { unknownCalls, unknownMore } from '../../src/feed/live';
import UnknownCalls from '../../src/queue/UnknownCalls.vue';
import { newOnes } from '../../src/queue/unknown';
import type { UnknownCall } from '../../src/wire/types';
import { speak } from '../../src/words/words';

const CALL: UnknownCall = { protocol: 'watch', id: '9705141740', address: '192.0.2.7', kind: 'sos', at: '2026-03-02T04:03:00.125Z', rangAt: '2026-03-02T04:03:00.125Z', lastAt: '2026-03-02T04:03:00.125Z', times: 1 };
const LATER: UnknownCall = { ...CALL, kind: 'fall', at: '2026-03-02T04:14:00.000Z', rangAt: '2026-03-02T04:14:00.000Z', lastAt: '2026-03-02T04:15:00.000Z', times: 2, registered: true, residentName: '王**' };

beforeAll(() => speak('zh-CN'));

describe('calls of unknown devices', () => {
  it('sound once each', () => {
    expect(newOnes([], [CALL])).toBe(1);
    expect(newOnes([CALL], [LATER, CALL])).toBe(1);
    expect(newOnes([LATER, CALL], [LATER])).toBe(0);
    expect(newOnes([CALL], [{ ...CALL, times: 2, lastAt: LATER.at }]), 'a repeat').toBe(0);
    expect(newOnes([CALL], [{ ...CALL, rangAt: LATER.at }]), 'it still calls after ten minutes').toBe(1);
    expect(newOnes([], [{ ...CALL, rangAt: undefined }]), 'one of too many').toBe(0);
  });

  it('say what calls, and go when the server says that somebody has understood', async () => {
    const sent: unknown[] = [];
    vi.stubGlobal('fetch', (path: string, init: RequestInit) => {
      sent.push([path, JSON.parse(String(init.body))]);
      return Promise.resolve(new Response(null, { status: 204 }));
    });
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
    expect(shown[0]?.textContent).toContain('已呼叫 2 次');
    expect(shown[0]?.textContent).toContain('已登记给 王**');
    shown[0]?.querySelector('button')?.click();
    await vi.waitFor(() => expect(sent).toEqual([['api/unknown-calls/dismiss', { protocol: 'watch', id: CALL.id, at: LATER.at }]]));
    expect(place.querySelectorAll('[data-notice=unknown]'), 'only the feed takes it away').toHaveLength(2);
    unknownCalls.value = Array.from({ length: 9 }, (_, n) => ({ ...CALL, id: `${n}` }));
    unknownMore.value = 4;
    await nextTick();
    expect(place.querySelectorAll('[data-notice=unknown]'), 'the alerts stay on the screen').toHaveLength(3);
    expect(place.querySelector('[data-notice=unknown-more]')?.textContent).toContain('还有 10 台');
    app.unmount();
    unknownCalls.value = [];
    unknownMore.value = 0;
    vi.unstubAllGlobals();
  });
});
