/** A sketch of a position to scale, without any map: the fix in the middle, its accuracy, the home beside it. Pure. */
import type { Position } from '../wire/types';

export interface Sketch {
  readonly radius: number;
  /** The home on the sketch; null when unknown or at the same place. */
  readonly home: { readonly x: number; readonly y: number; readonly metres: number } | null;
  /** A round length for the scale bar, and how long it is drawn. */
  readonly scale: { readonly metres: number; readonly pixels: number };
}

export const WIDTH = 380;
export const HEIGHT = 206;
const METRES_PER_DEGREE = 111_320;
const LARGEST_RADIUS = 64;
const SMALLEST_RADIUS = 10;
const HOME_WITHIN = { x: WIDTH / 2 - 40, y: HEIGHT / 2 - 34 };
const SAME_PLACE_METRES = 3;
const ROUND_LENGTHS = [5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10_000, 20_000, 50_000, 100_000, 500_000];
const SCALE_PIXELS = 50;

/** Metres east and north from one position to another; flat earth is exact enough for a village. */
export function offsetMetres(from: Pick<Position, 'lat' | 'lon'>, to: Pick<Position, 'lat' | 'lon'>): { east: number; north: number } {
  return {
    east: (to.lon - from.lon) * METRES_PER_DEGREE * Math.cos((from.lat * Math.PI) / 180),
    north: (to.lat - from.lat) * METRES_PER_DEGREE,
  };
}

export function sketchOf(fix: Position, home: Position | null): Sketch {
  const accuracy = fix.accuracy ?? null;
  const away = home ? offsetMetres(fix, home) : null;
  const metres = away ? Math.hypot(away.east, away.north) : 0;
  const perPixel = Math.max(
    accuracy === null ? 1 : accuracy / LARGEST_RADIUS,
    away ? Math.abs(away.east) / HOME_WITHIN.x : 0,
    away ? Math.abs(away.north) / HOME_WITHIN.y : 0,
    0.25,
  );
  const length = ROUND_LENGTHS.find((candidate) => candidate / perPixel >= SCALE_PIXELS) ?? 1_000_000;
  return {
    radius: accuracy === null ? 0 : Math.max(SMALLEST_RADIUS, accuracy / perPixel),
    home:
      away && metres > SAME_PLACE_METRES
        ? { x: WIDTH / 2 + away.east / perPixel, y: HEIGHT / 2 - away.north / perPixel, metres: Math.round(metres) }
        : null,
    scale: { metres: length, pixels: length / perPixel },
  };
}
