/**
 * The eight keys that close a case: presets over cause and outcome (domain: disposition). Pure.
 *
 * A false alarm counts against the device and never against the person. A case that began with a press is closed as
 * one only when somebody spoke with the wearer, somebody went there, or a supervisor co-signs.
 */
import type { Cause, Outcome, Verified } from '../wire/types';

export interface Preset {
  readonly key: number;
  /** Fixed, or null where the operator is asked. */
  readonly cause: Cause | null;
  readonly outcome: Outcome | null;
  readonly falseAlarm: boolean;
  readonly causes: readonly Cause[];
  readonly outcomes: readonly Outcome[];
}

const REAL_CAUSES: readonly Cause[] = ['FALL', 'CARDIAC_BREATHING', 'OTHER_ILLNESS', 'ASSISTANCE', 'LONELINESS', 'NO_RESPONSE', 'UNKNOWN'];
const ILLNESSES: readonly Cause[] = ['FALL', 'CARDIAC_BREATHING', 'OTHER_ILLNESS', 'UNKNOWN'];
const REAL_OUTCOMES: readonly Outcome[] = ['AMBULANCE_SENT', 'CONTACT_ATTENDED', 'ADVISED_BY_PHONE', 'WEARER_CANCELLED', 'REFUSED'];

/** What every false alarm ends with: the wearer was told over the telephone that all is well. */
const HARMLESS: Outcome = 'ADVISED_BY_PHONE';

function preset(key: number, cause: Cause | null, outcome: Outcome | null, asked: Partial<Pick<Preset, 'causes' | 'outcomes'>> = {}): Preset {
  return { key, cause, outcome, falseAlarm: false, causes: [], outcomes: [], ...asked };
}

export const PRESETS: readonly Preset[] = [
  preset(1, null, null, { causes: REAL_CAUSES, outcomes: REAL_OUTCOMES }),
  preset(2, 'ASSISTANCE', 'ADVISED_BY_PHONE'),
  { ...preset(3, 'ACCIDENTAL_PRESS', HARMLESS), falseAlarm: true },
  { ...preset(4, 'DEVICE_FAULT', HARMLESS), falseAlarm: true },
  { ...preset(5, 'TEST', HARMLESS), falseAlarm: true },
  preset(6, 'NO_RESPONSE', 'CONTACT_ATTENDED'),
  preset(7, null, 'AMBULANCE_SENT', { causes: ILLNESSES }),
  preset(8, null, 'DECEASED', { causes: ILLNESSES }),
];

export function presetOf(key: number): Preset {
  const found = PRESETS.find((candidate) => candidate.key === key);
  if (!found) {
    throw new RangeError(`no preset ${key}`);
  }
  return found;
}

/** Letters that choose a cause, an outcome, a verification: each row of the dialogue is a row of the keyboard. */
export const CAUSE_LETTERS = 'QWERTYU';
export const OUTCOME_LETTERS = 'ASDFG';
export const VERIFIED_LETTERS = 'ZXC';
export const VERIFICATIONS: readonly Verified[] = ['voice', 'physical', 'cosign'];

/** What is filled in so far. */
export interface Closing {
  readonly preset: number | null;
  readonly cause: Cause | null;
  readonly outcome: Outcome | null;
  readonly verified: Verified | null;
  readonly by: string;
  readonly note: string;
}

export const NOTHING_CHOSEN: Closing = { preset: null, cause: null, outcome: null, verified: null, by: '', note: '' };

export function choosePreset(closing: Closing, key: number): Closing {
  const { cause, outcome } = presetOf(key);
  return { ...closing, preset: key, cause, outcome };
}

/** What a letter chooses under the preset; letters that mean nothing here change nothing. */
export function chooseLetter(closing: Closing, letter: string, pressBegan: boolean): Closing {
  if (closing.preset === null) {
    return closing;
  }
  const { causes, outcomes } = presetOf(closing.preset);
  const cause = pick(causes, CAUSE_LETTERS, letter);
  const outcome = pick(outcomes, OUTCOME_LETTERS, letter);
  const verified = asksVerification(closing, pressBegan) ? pick(VERIFICATIONS, VERIFIED_LETTERS, letter) : null;
  return { ...closing, cause: cause ?? closing.cause, outcome: outcome ?? closing.outcome, verified: verified ?? closing.verified };
}

function pick<T>(choices: readonly T[], letters: string, letter: string): T | null {
  const at = letters.indexOf(letter);
  return at < 0 ? null : (choices[at] ?? null);
}

/** Whether it has to be said how one knows that nobody needs help. */
export function asksVerification(closing: Closing, pressBegan: boolean): boolean {
  return closing.preset !== null && (pressBegan || closing.preset === 3) && presetOf(closing.preset).falseAlarm;
}

export type Missing = 'preset' | 'cause' | 'outcome' | 'verified' | 'by';

/** What is still to be filled in before the case may be closed. */
export function missing(closing: Closing, pressBegan: boolean): Missing | null {
  if (closing.preset === null) {
    return 'preset';
  }
  if (closing.cause === null) {
    return 'cause';
  }
  if (closing.outcome === null) {
    return 'outcome';
  }
  if (asksVerification(closing, pressBegan) && closing.verified === null) {
    return 'verified';
  }
  return closing.verified === 'cosign' && asksVerification(closing, pressBegan) && closing.by.trim() === '' ? 'by' : null;
}

export interface Resolution {
  readonly expectedVersion: number;
  readonly cause: Cause;
  readonly outcome: Outcome;
  readonly falseAlarm: boolean;
  readonly verified?: Verified;
  readonly by?: string;
  readonly note?: string;
}

/** The body of the command; only for a closing from which nothing is missing. */
export function resolutionOf(closing: Closing, pressBegan: boolean, expectedVersion: number): Resolution {
  const { preset: key, cause, outcome, verified, by, note } = closing;
  if (key === null || cause === null || outcome === null) {
    throw new RangeError('closing is not complete');
  }
  const said = asksVerification(closing, pressBegan) && verified !== null;
  return {
    expectedVersion,
    cause,
    outcome,
    falseAlarm: presetOf(key).falseAlarm,
    ...(said ? { verified } : {}),
    ...(said && verified === 'cosign' ? { by: by.trim() } : {}),
    ...(note.trim() === '' ? {} : { note: note.trim() }),
  };
}
