/** Warnings of weather and disasters in force: read again and again while somebody looks. */
import { onScopeDispose, shallowRef, type ShallowRef } from 'vue';
import { get, Refused } from '../wire/http';
import type { Warning, WarningDetail } from '../wire/types';

const REFRESH_MILLIS = 15_000;

export interface InForce {
  readonly warnings: readonly Warning[];
  /** How many there are, shown or not. */
  readonly total: number;
}

export function inForce(limit: number): Promise<InForce> {
  return get<InForce>(`api/warnings?limit=${limit}`);
}

/** Null if it is over. */
export async function detailOf(id: string): Promise<WarningDetail | null> {
  try {
    return await get<WarningDetail>(`api/warnings/${encodeURIComponent(id)}`);
  } catch (failure) {
    if (failure instanceof Refused && failure.problem.status === 404) {
      return null;
    }
    throw failure;
  }
}

/**
 * What is in force, newest answer first; what was read last stays while nothing can be read, without what has expired since.
 * `failed` says that it is not of now.
 */
export function useInForce(limit: number): { shown: ShallowRef<InForce | null>; failed: ShallowRef<boolean> } {
  const shown = shallowRef<InForce | null>(null);
  const failed = shallowRef(false);
  const load = async (): Promise<void> => {
    try {
      shown.value = await inForce(limit);
      failed.value = false;
    } catch {
      failed.value = true;
    }
  };
  void load();
  const timer = setInterval(() => void load(), REFRESH_MILLIS);
  onScopeDispose(() => clearInterval(timer));
  return { shown, failed };
}

/** Those that hold at that moment. */
export function holding(warnings: readonly Warning[], at: number): readonly Warning[] {
  return warnings.filter(({ expiresAt }) => Date.parse(expiresAt) > at);
}

/** What is said in the language that is shown, else in the first that is there; several if times or places differ. */
export function spokenIn<T extends { readonly language: string }>(all: readonly T[], wanted: string): readonly T[] {
  const of = (language: string): string => language.toLowerCase().slice(0, 2);
  const mine = all.filter(({ language }) => of(language) === of(wanted));
  const first = all[0];
  return mine.length > 0 ? mine : first ? all.filter(({ language }) => of(language) === of(first.language)) : [];
}

/** What is said of it on one line. */
export function lineOf(warning: Pick<Warning, 'texts'>, wanted: string): string {
  const said = spokenIn(warning.texts, wanted)[0];
  return said ? said.headline || said.event : '';
}
