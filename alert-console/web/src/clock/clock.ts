/**
 * The server's time as this desk knows it, and one tick a second for everything that counts.
 *
 * The wall clock of a PC may be minutes wrong and may jump; ages and countdowns therefore stand on the browser's
 * monotonic clock plus an offset learned from times that the server states. Each statement arrives late by the
 * network's delay, so the true offset is at least what it implies: the largest of the recent ones is kept.
 */
import { shallowRef } from 'vue';

const KEPT_SAMPLES = 16;

export class ServerClock {
  private readonly samples: number[] = [];
  private offset: number;

  constructor(
    private readonly monotonic: () => number = () => performance.now(),
    wall: () => number = () => Date.now(),
  ) {
    this.offset = wall() - monotonic();
  }

  /** The server said that it is now `epochMillis`. */
  heard(epochMillis: number): void {
    if (!Number.isFinite(epochMillis)) {
      return;
    }
    this.samples.push(epochMillis - this.monotonic());
    if (this.samples.length > KEPT_SAMPLES) {
      this.samples.shift();
    }
    this.offset = Math.max(...this.samples);
  }

  /** Forgets what was learned: the next statement counts alone (after a server restart or a suspended PC). */
  forget(): void {
    this.samples.length = 0;
  }

  now(): number {
    return this.monotonic() + this.offset;
  }
}

export const serverClock = new ServerClock();

/** Epoch milliseconds of the server, refreshed at each of its full seconds: the only clock that components read. */
export const now = shallowRef(serverClock.now());

let timer: ReturnType<typeof setTimeout> | undefined;

export function startTicking(): void {
  if (timer === undefined) {
    tick();
  }
}

function tick(): void {
  const millis = serverClock.now();
  now.value = millis;
  // 5 ms past the full second, so that the second shown is never the one that just ended
  timer = setTimeout(tick, 1005 - (millis % 1000));
}
