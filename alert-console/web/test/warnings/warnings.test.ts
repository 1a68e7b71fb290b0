// @vitest-environment happy-dom
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createApp, nextTick, type App } from 'vue';
import { createMemoryHistory, createRouter } from 'vue-router';
import WarningLine from '../../src/warnings/WarningLine.vue';
import WarningsPage from '../../src/warnings/WarningsPage.vue';
import WarningStrip from '../../src/warnings/WarningStrip.vue';
import { holding, lineOf, spokenIn } from '../../src/warnings/warnings';
import type { Warning } from '../../src/wire/types';
import { speak } from '../../src/words/words';

const LATER = '2999-01-01T00:00:00.000Z';
const RAIN: Warning = {
  id: '7',
  status: 'ACTUAL',
  severity: 'EXTREME',
  colour: 'RED',
  residents: 12,
  sender: 'a@b',
  sentAt: '2026-06-01T00:00:00.000Z',
  expiresAt: LATER,
  texts: [
    { language: 'en-US', event: 'Rainstorm', headline: 'Red rainstorm warning' },
    { language: 'zh-CN', event: '暴雨', headline: '暴雨红色预警' },
  ],
};
const DRILL: Warning = { ...RAIN, id: '8', status: 'EXERCISE', residents: 0 };

let app: App | null = null;

async function mounted(component: object, props: Record<string, unknown>, answers: Record<string, unknown>): Promise<HTMLElement> {
  vi.stubGlobal('fetch', (path: string) => {
    const found = Object.entries(answers).find(([beginning]) => path.startsWith(beginning));
    return Promise.resolve(found ? new Response(JSON.stringify(found[1])) : new Response('{}', { status: 404 }));
  });
  const place = document.createElement('div');
  const desk = { template: '<i />' };
  const router = createRouter({ history: createMemoryHistory(), routes: [{ path: '/', name: 'desk', component: desk }, { path: '/warnings', name: 'warnings', component: desk }] });
  app = createApp(component, props);
  app.use(router);
  app.mount(place);
  await settled();
  return place;
}

async function settled(): Promise<void> {
  for (let i = 0; i < 20; i++) {
    await Promise.resolve();
    await nextTick();
  }
}

beforeEach(() => speak('zh-CN'));
afterEach(() => {
  app?.unmount();
  app = null;
  vi.unstubAllGlobals();
});

describe('words of a warning', () => {
  it('are those of the language that is shown, else of the first', () => {
    expect(lineOf(RAIN, 'zh-CN')).toBe('暴雨红色预警');
    expect(lineOf(RAIN, 'en')).toBe('Red rainstorm warning');
    expect(lineOf(RAIN, 'fr')).toBe('Red rainstorm warning');
    expect(lineOf({ texts: [{ language: 'zh', event: '暴雨', headline: '' }] }, 'zh-CN')).toBe('暴雨');
    expect(spokenIn([], 'zh-CN')).toEqual([]);
    expect(spokenIn([{ language: 'zh', n: 1 }, { language: 'zh-CN', n: 2 }], 'zh-CN')).toHaveLength(2);
  });

  it('go when the warning expires, also while nothing can be read', () => {
    expect(holding([RAIN], Date.parse(LATER) - 1)).toEqual([RAIN]);
    expect(holding([RAIN], Date.parse(LATER))).toEqual([]);
  });
});

describe('the strip', () => {
  it('counts only what is real, and marks a drill', async () => {
    const place = await mounted(WarningStrip, {}, { 'api/warnings': { warnings: [RAIN, DRILL], total: 2 } });
    expect(place.textContent).toContain('生效预警 1');
    expect(place.textContent).toContain('涉及 12 位老人');
    expect(place.querySelector('[data-warning="7"] [data-status]')).toBeNull();
    expect(place.querySelector('[data-warning="8"] [data-status=EXERCISE]')?.textContent).toBe('演练');
    expect(place.querySelector('[data-warning="7"] [data-colour=RED]')?.textContent).toBe('红色');
  });

  it('says of a drill alone that it is one, and is not there when nothing is in force', async () => {
    const drill = await mounted(WarningStrip, {}, { 'api/warnings': { warnings: [DRILL], total: 1 } });
    expect(drill.querySelector('.warn-strip--drill .warn-strip__count')?.textContent).toBe('演练');
    expect(drill.textContent).not.toContain('生效预警');
    app?.unmount();
    const none = await mounted(WarningStrip, {}, { 'api/warnings': { warnings: [], total: 0 } });
    expect(none.querySelector('[data-strip]')).toBeNull();
  });
});

describe('the line of a case', () => {
  it('names the worst, counts the others, and leaves out what is over', async () => {
    const more = await mounted(WarningLine, { warnings: [RAIN, DRILL] }, {});
    expect(more.querySelector('.warn-line')?.getAttribute('data-warning')).toBe('7');
    expect(more.querySelector('.warn-line__more')?.textContent).toBe('另 1 条');
    app?.unmount();
    const over = { ...RAIN, id: '9', expiresAt: '2020-01-01T00:00:00.000Z' };
    const place = await mounted(WarningLine, { warnings: [RAIN, over] }, {});
    expect(place.querySelectorAll('.warn-line')).toHaveLength(1);
    expect(place.querySelector('.warn-line__more')).toBeNull();
    expect(place.textContent).toContain('所在地预警');
    expect(place.textContent).toContain('暴雨红色预警');
  });
});

describe('the page', () => {
  const block = { language: 'zh-CN', event: '暴雨', headline: '', description: '强降雨 <b>', instruction: '请勿外出', senderName: '气象台', severity: 'EXTREME', urgency: 'IMMEDIATE', certainty: 'OBSERVED', effectiveAt: RAIN.sentAt, expiresAt: LATER, areas: ['长沙市'] };

  it('opens a warning with its words and whom it touches', async () => {
    const place = await mounted(WarningsPage, {}, {
      'api/warnings/7': { ...RAIN, blocks: [block], residentIds: ['R1', 'R2'] },
      'api/warnings?': { warnings: [RAIN], total: 1 },
    });
    place.querySelector<HTMLElement>('.warns__open')?.click();
    await settled();
    const detail = place.querySelector('.warns__detail');
    expect(detail?.textContent).toContain('强降雨 <b>');
    expect(detail?.textContent).toContain('R1 R2');
    expect(detail?.textContent).toContain('前 2 位');
  });

  it('says of one that went meanwhile that it is over', async () => {
    const place = await mounted(WarningsPage, {}, { 'api/warnings?': { warnings: [RAIN], total: 1 } });
    place.querySelector<HTMLElement>('.warns__open')?.click();
    await settled();
    expect(place.textContent).toContain('已失效');
  });
});
