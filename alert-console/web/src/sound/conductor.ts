/**
 * Decides which sound starts now: one at a time, the most urgent wins, each in its own rhythm. Pure; times in
 * milliseconds of any steady clock.
 */
import { PATTERNS, lengthOf, rank, type Level } from './tones';

/** What calls for a sound at this moment. `freshP3` counts every P3 alert ever seen, so that each sounds once. */
export interface Calls {
  readonly p1: boolean;
  readonly lost: boolean;
  readonly p2: boolean;
  readonly freshP3: number;
}

export class Conductor {
  private playing: Level | null = null;
  private busyUntil = 0;
  private heardP3 = 0;
  private readonly lastStart = new Map<Level, number>();

  /**
   * The level whose pattern starts now; `hush` when what sounds has lost its cause; else null. A more urgent one cuts
   * off what still sounds.
   */
  next(calls: Calls, nowMillis: number): Level | 'hush' | null {
    const hushed = this.hasLostItsCause(calls, nowMillis);
    if (hushed) {
      this.playing = null;
    }
    const level = this.mostUrgent(calls, nowMillis);
    if (level === null) {
      return hushed ? 'hush' : null;
    }
    const sounding = this.playing !== null && nowMillis < this.busyUntil;
    if (sounding && this.playing !== null && rank(level) <= rank(this.playing)) {
      return null;
    }
    this.playing = level;
    this.busyUntil = nowMillis + lengthOf(PATTERNS[level]) * 1000;
    this.lastStart.set(level, nowMillis);
    this.heardP3 = calls.freshP3;
    return level;
  }

  /** Alerts that arrived while nobody could hear them are not made up for later. */
  skip(calls: Calls): void {
    this.heardP3 = calls.freshP3;
  }

  private hasLostItsCause(calls: Calls, nowMillis: number): boolean {
    return this.playing !== null && this.playing !== 'p3' && nowMillis < this.busyUntil && !calls[this.playing];
  }

  private mostUrgent(calls: Calls, nowMillis: number): Level | null {
    // while P1 calls, the pauses between its bursts stay silent: a lower sound in them would blur it
    for (const level of ['p1', 'lost', 'p2'] as const) {
      if (calls[level]) {
        return this.isDue(level, nowMillis) ? level : null;
      }
      this.lastStart.delete(level);
    }
    return calls.freshP3 > this.heardP3 ? 'p3' : null;
  }

  private isDue(level: Level, nowMillis: number): boolean {
    const last = this.lastStart.get(level);
    const every = PATTERNS[level].every;
    return last === undefined || (every !== null && nowMillis - last >= every * 1000);
  }
}
