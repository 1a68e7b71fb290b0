/** Reads charts and weeks, and says in words why one cannot be read. */
import { me } from '../session/session';
import { get, Refused } from '../wire/http';
import type { HealthChart, HealthWeek } from '../wire/types';
import { t } from '../words/health';

export const WINDOWS = ['24h', '7d', '90d'] as const;
export type Window = (typeof WINDOWS)[number];
export type Purpose = 'case' | 'care' | 'audit';

export type Answer<T> = { readonly done: T } | { readonly failure: string; readonly reason: string };

/** What a role reads charts for, unless it comes from an open case. */
export function purposeOf(role: string | undefined, fromCase: boolean): Purpose {
  return role === 'auditor' ? 'audit' : fromCase || role === 'dispatcher' ? 'case' : 'care';
}

export const myPurpose = (fromCase: boolean): Purpose => purposeOf(me.value?.role, fromCase);

export function chartOf(resident: string, window: Window, purpose: Purpose): Promise<Answer<HealthChart>> {
  return answered(get<HealthChart>(`api/residents/${encodeURIComponent(resident)}/chart?purpose=${purpose}&window=${window}`));
}

export function weekOf(resident: string, until: string | null): Promise<Answer<HealthWeek>> {
  return answered(get<HealthWeek>(`api/residents/${encodeURIComponent(resident)}/week${until === null ? '' : `?until=${encodeURIComponent(until)}`}`));
}

async function answered<T>(answer: Promise<T>): Promise<Answer<T>> {
  try {
    return { done: await answer };
  } catch (failure) {
    const reason = failure instanceof Refused ? failure.reason : 'unreachable';
    return { failure: why(reason), reason };
  }
}

function why(reason: string): string {
  switch (reason) {
    case 'no-case':
      return t('health.noCase');
    case 'forbidden':
      return t('health.forbidden');
    case 'not-found':
      return t('health.gone');
    default:
      return t('health.unavailable');
  }
}
