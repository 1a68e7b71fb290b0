/**
 * Which rows of a long list are worth drawing. Heights are estimates per kind of row; an estimate that is a little off
 * moves the spacers, never the rows that are drawn, so nothing has to be measured.
 */
export interface Slice {
  readonly first: number;
  /** Exclusive. */
  readonly last: number;
  /** Height of what is left out, pixels. */
  readonly before: number;
  readonly after: number;
}

/** Lists up to this length are drawn whole. */
export const DRAWN_WHOLE = 60;
const OVERSCAN = 12;

/** The slice of rows that meets `[top, top + view)`, both relative to the start of the list. */
export function sliceOf(heights: readonly number[], top: number, view: number): Slice {
  if (heights.length <= DRAWN_WHOLE) {
    return { first: 0, last: heights.length, before: 0, after: 0 };
  }
  let offset = 0;
  let first = heights.length;
  let last = heights.length;
  for (let index = 0; index < heights.length; index++) {
    offset += heights[index] ?? 0;
    if (first === heights.length && offset > top) {
      first = index;
    }
    if (offset >= top + view) {
      last = index + 1;
      break;
    }
  }
  first = Math.max(0, Math.min(first, heights.length) - OVERSCAN);
  last = Math.min(heights.length, last + OVERSCAN);
  return { first, last, before: sum(heights, 0, first), after: sum(heights, last, heights.length) };
}

function sum(values: readonly number[], from: number, to: number): number {
  let total = 0;
  for (let index = from; index < to; index++) {
    total += values[index] ?? 0;
  }
  return total;
}
