/**
 * What is asked before a case is put off, taken over, opened again or closed for good: a digit for the reason, a letter for
 * the time, Enter. Pure.
 */
import { TEST_TIMES } from '../devices/times';
import type { DeferralReason, Priority } from '../wire/types';

export type Question = 'defer' | 'takeOver' | 'reopen' | 'finish' | 'test';

export const REASONS: readonly DeferralReason[] = ['CALL_BACK_AGREED', 'VISIT_UNDER_WAY', 'WAITING_FOR_DEVICE', 'OTHER'];
export const TIME_LETTERS = 'QWERT';

const MINUTE = 60;
const HOUR = 3_600;

/** How long a case of this priority may be put off, in seconds; none for what is urgent. */
export function timesOf(priority: Priority | 'P1' | 'P2' | 'P3'): readonly number[] {
  switch (priority) {
    case 'P2':
      return [5 * MINUTE, 10 * MINUTE, 15 * MINUTE, 20 * MINUTE, 30 * MINUTE];
    case 'P3':
      return [15 * MINUTE, HOUR, 4 * HOUR, 12 * HOUR, 24 * HOUR];
    default:
      return [];
  }
}

/** The times that a question offers. */
export function offered(question: Question, priority: Priority | 'P1' | 'P2' | 'P3'): readonly number[] {
  return question === 'defer' ? timesOf(priority) : question === 'test' ? TEST_TIMES : [];
}

/** What is filled in so far. */
export interface Answer {
  readonly reason: DeferralReason | null;
  readonly seconds: number | null;
  readonly note: string;
}

export const NOTHING_SAID: Answer = { reason: null, seconds: null, note: '' };

/** What a key chooses; keys that mean nothing here change nothing. */
export function answerKey(question: Question, answer: Answer, key: string, priority: 'P1' | 'P2' | 'P3'): Answer {
  const seconds = offered(question, priority)[TIME_LETTERS.indexOf(key.toUpperCase())];
  if (question !== 'defer') {
    return { ...answer, seconds: seconds ?? answer.seconds };
  }
  const digit = Number(key);
  const reason = Number.isInteger(digit) ? REASONS[digit - 1] : undefined;
  return { ...answer, reason: reason ?? answer.reason, seconds: seconds ?? answer.seconds };
}

export type Lacking = 'urgent' | 'missingReason' | 'missingTime';

/** What is still to be said before it may be sent. */
export function lacking(question: Question, answer: Answer, priority: 'P1' | 'P2' | 'P3'): Lacking | null {
  if (question === 'test') {
    return answer.seconds === null ? 'missingTime' : null;
  }
  if (question !== 'defer') {
    return null;
  }
  if (priority === 'P1') {
    return 'urgent';
  }
  if (answer.reason === null) {
    return 'missingReason';
  }
  return answer.seconds === null || !timesOf(priority).includes(answer.seconds) ? 'missingTime' : null;
}
