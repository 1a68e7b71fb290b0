import { describe, expect, it } from 'vitest';
import { DRAWN_WHOLE, sliceOf } from '../../src/queue/window';

const heights = Array.from({ length: 5_000 }, (_, n) => (n < 20 ? 83 : 49));
const total = heights.reduce((sum, height) => sum + height, 0);

describe('the window of a long list', () => {
  it('draws a short list whole', () => {
    expect(sliceOf(Array<number>(DRAWN_WHOLE).fill(49), 300, 700)).toEqual({ first: 0, last: DRAWN_WHOLE, before: 0, after: 0 });
  });

  it.each([0, 1, 1_660, 50_000, 123_456, total - 700, total + 10_000, -400])('draws what is seen at %i and little more, and keeps the height', (top) => {
    const view = 700;
    const { first, last, before, after } = sliceOf(heights, top, view);
    const drawn = heights.slice(first, last).reduce((sum, height) => sum + height, 0);
    expect(before + drawn + after).toBe(total);
    expect(last - first).toBeLessThanOrEqual(40);
    if (top >= 0 && top + view <= total) {
      expect(before).toBeLessThanOrEqual(top);
      expect(before + drawn).toBeGreaterThanOrEqual(top + view);
    }
  });
});
