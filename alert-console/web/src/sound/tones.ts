/** What each sound is made of. Pure data; the pattern of P1 follows the bursts that alarm standards use: 3 + 2 tones, twice. */

/** Louder means more urgent; `lost` says that the desk itself no longer hears the server. */
export type Level = 'p1' | 'lost' | 'p2' | 'p3';

export interface Tone {
  /** Start within the pattern, seconds. */
  readonly at: number;
  readonly hertz: number;
  readonly seconds: number;
}

export interface Pattern {
  readonly tones: readonly Tone[];
  /** Seconds from one start to the next; null: it sounds once for each new alert. */
  readonly every: number | null;
  readonly gain: number;
}

const BURST_P1 = [0, 0.16, 0.32, 0.6, 0.76];
const BURST_HERTZ = [880, 880, 880, 1175, 1175];

function bursts(starts: readonly number[]): Tone[] {
  return starts.flatMap((start) =>
    BURST_P1.map((at, index) => ({ at: start + at, hertz: BURST_HERTZ[index] ?? 880, seconds: 0.12 })),
  );
}

export const PATTERNS: Readonly<Record<Level, Pattern>> = {
  p1: { tones: bursts([0, 1.35]), every: 5, gain: 0.32 },
  lost: {
    tones: [
      { at: 0, hertz: 660, seconds: 0.3 },
      { at: 0.36, hertz: 440, seconds: 0.5 },
    ],
    every: 5,
    gain: 0.26,
  },
  p2: { tones: [0, 0.28, 0.56].map((at) => ({ at, hertz: 740, seconds: 0.18 })), every: 15, gain: 0.24 },
  p3: { tones: [{ at: 0, hertz: 523, seconds: 0.24 }], every: null, gain: 0.18 },
};

const RANK: readonly Level[] = ['p1', 'lost', 'p2', 'p3'];

/** How urgent a level is: a larger number wins. */
export function rank(level: Level): number {
  return RANK.length - RANK.indexOf(level);
}

/** How long a pattern sounds, seconds. */
export function lengthOf(pattern: Pattern): number {
  return Math.max(...pattern.tones.map((tone) => tone.at + tone.seconds));
}
