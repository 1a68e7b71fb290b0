/** How durations and moments are written. Pure; times are epoch milliseconds, durations milliseconds. */

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

const two = (n: number): string => String(n).padStart(2, '0');

/** `00:41`, `12:05`, from one hour on `1:02:07`. Never negative: a clock that is a little off must not show `-00:01`. */
export function duration(millis: number): string {
  const seconds = Math.floor(Math.max(0, millis) / SECOND);
  const hours = Math.floor(seconds / 3600);
  const tail = `${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`;
  return hours > 0 ? `${hours}:${tail}` : tail;
}

/** Like {@link duration}, but rounded up, so that a countdown shows 00:01 until its moment has really come. */
export function countdown(millis: number): string {
  return duration(Math.ceil(Math.max(0, millis) / SECOND) * SECOND);
}

/** Wall time of this desk: `12:03:41`. */
export function timeOfDay(epochMillis: number): string {
  const date = new Date(epochMillis);
  return `${two(date.getHours())}:${two(date.getMinutes())}:${two(date.getSeconds())}`;
}

/** `2026-11-22T12:03` without seconds, as `11-22 12:03`. */
export function dayAndTime(epochMillis: number): string {
  const date = new Date(epochMillis);
  return `${two(date.getMonth() + 1)}-${two(date.getDate())} ${two(date.getHours())}:${two(date.getMinutes())}`;
}

/** `138 0000 1187`; what is masked or not a mobile number stays as it is. */
export function telephone(number: string): string {
  const parts = /^(1\d{2})(\d{4})(\d{4})$/.exec(number);
  return parts ? parts.slice(1).join(' ') : number;
}

/** How long ago, as a unit and a number, for words: a reading of 8 seconds, 4 minutes, 3 hours, 2 days. */
export function ago(millis: number): { unit: 'now' | 'seconds' | 'minutes' | 'hours' | 'days'; n: number } {
  if (millis < SECOND) {
    return { unit: 'now', n: 0 };
  }
  if (millis < MINUTE) {
    return { unit: 'seconds', n: Math.floor(millis / SECOND) };
  }
  if (millis < HOUR) {
    return { unit: 'minutes', n: Math.floor(millis / MINUTE) };
  }
  if (millis < 24 * HOUR) {
    return { unit: 'hours', n: Math.floor(millis / HOUR) };
  }
  return { unit: 'days', n: Math.floor(millis / (24 * HOUR)) };
}

/** Age in whole years on a day; null when the birth date cannot be read. */
export function yearsOld(birthDate: string | null | undefined, onEpochMillis: number): number | null {
  const parts = /^(\d{4})-(\d{2})-(\d{2})/.exec(birthDate ?? '');
  if (!parts) {
    return null;
  }
  const on = new Date(onEpochMillis);
  const before = on.getMonth() + 1 < Number(parts[2]) || (on.getMonth() + 1 === Number(parts[2]) && on.getDate() < Number(parts[3]));
  return on.getFullYear() - Number(parts[1]) - (before ? 1 : 0);
}

/** The nearest way to name a moment: `12:20` within half a day, else with its date. */
export function moment(epochMillis: number, now: number): string {
  return Math.abs(epochMillis - now) < 12 * HOUR ? timeOfDay(epochMillis).slice(0, 5) : dayAndTime(epochMillis);
}
