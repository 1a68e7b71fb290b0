/** Calls of devices that nobody is registered for: shown until somebody, at any desk, has taken note. */
import type { UnknownCall } from '../wire/types';

/** What tells one call from another: that of an id which was dismissed and called again is another. */
export function keyOf({ protocol, id, at }: UnknownCall): string {
  return `${protocol} ${id} ${at}`;
}

/** For how many of them the desk is to ring that it has not rung for. */
export function newOnes(before: readonly UnknownCall[], now: readonly UnknownCall[]): number {
  const rung = new Set(before.map(ringOf));
  return now.filter((call) => call.rangAt !== undefined && !rung.has(ringOf(call))).length;
}

function ringOf(call: UnknownCall): string {
  return `${keyOf(call)} ${call.rangAt ?? ''}`;
}
