/** Calls of devices that nobody is registered for: shown until somebody at this desk has taken note. */
import type { UnknownCall } from '../wire/types';

/** What tells one call from another. */
export function keyOf({ protocol, id, at }: UnknownCall): string {
  return `${protocol} ${id} ${at}`;
}

/** Those that are still to be seen, in the order given. */
export function unseen(calls: readonly UnknownCall[], seen: ReadonlySet<string>): readonly UnknownCall[] {
  return calls.filter((call) => !seen.has(keyOf(call)));
}

/** How many of them were not there before. */
export function newOnes(before: readonly UnknownCall[], now: readonly UnknownCall[]): number {
  const known = new Set(before.map(keyOf));
  return now.filter((call) => !known.has(keyOf(call))).length;
}
