/** Which devices may be told something because of a case. */
import type { AlertDetail } from '../wire/types';

/** The one that called, then the others of everybody whom the case is about, by id, each once. */
export function devicesOf(called: string, detail: Pick<AlertDetail, 'deviceId' | 'resident' | 'residents'> | null): readonly string[] {
  if (detail === null || detail.deviceId !== called) {
    return [called];
  }
  const theirs = [detail.resident, ...(detail.residents ?? [])].flatMap((person) => person?.devices ?? []);
  return [called, ...[...new Set(theirs)].filter((id) => id !== called).sort()];
}
