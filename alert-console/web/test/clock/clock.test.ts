import { describe, expect, it } from 'vitest';
import { ServerClock } from '../../src/clock/clock';

describe('the server clock', () => {
  it('follows the server although the PC is wrong', () => {
    let monotonic = 1_000;
    const clock = new ServerClock(() => monotonic, () => 0);
    clock.heard(5_000_000);
    monotonic += 2_500;
    expect(clock.now()).toBe(5_002_500);
  });

  it('trusts the statement that was the shortest time on its way', () => {
    let monotonic = 0;
    const clock = new ServerClock(() => monotonic, () => 0);
    for (const delay of [400, 30, 900]) {
      monotonic += 1_000;
      clock.heard(1_000_000 + monotonic - delay);
    }
    expect(clock.now()).toBe(1_000_000 + monotonic - 30);
  });

  it('learns anew after it forgot, and ignores what is no time', () => {
    const clock = new ServerClock(() => 0, () => 0);
    clock.heard(9_000_000);
    clock.forget();
    clock.heard(Number.NaN);
    clock.heard(1_000_000);
    expect(clock.now()).toBe(1_000_000);
  });
});
