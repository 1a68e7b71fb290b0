import { describe, expect, it } from 'vitest';
import { HEIGHT, offsetMetres, sketchOf, WIDTH } from '../../src/side/sketch';

const HOME = { lat: 28.21347, lon: 112.93208 };

describe('the sketch of a position', () => {
  it('measures a village well enough', () => {
    const { east, north } = offsetMetres(HOME, { lat: HOME.lat + 0.001, lon: HOME.lon + 0.001 });
    expect(north).toBeCloseTo(111.3, 0);
    expect(east).toBeCloseTo(98.1, 0);
  });

  it.each([5, 25, 800, 30_000])('keeps an accuracy of %i m inside the tile and true to its scale', (accuracy) => {
    const { radius, scale } = sketchOf({ ...HOME, accuracy }, null);
    expect(radius).toBeLessThanOrEqual(HEIGHT / 2);
    if (radius > 10) {
      expect(radius / accuracy).toBeCloseTo(scale.pixels / scale.metres, 5);
    }
  });

  it('shows the home at its place, however far', () => {
    for (const away of [0.0005, 0.01, 1]) {
      const { home } = sketchOf({ lat: HOME.lat - away, lon: HOME.lon + away, accuracy: 20 }, HOME);
      expect(home?.x).toBeLessThan(WIDTH / 2);
      expect(home?.y).toBeLessThan(HEIGHT / 2);
      expect(Math.min(home?.x ?? -1, home?.y ?? -1)).toBeGreaterThan(0);
    }
  });

  it('does not draw a home where the fix is, nor a ring that nobody knows', () => {
    expect(sketchOf({ ...HOME, accuracy: null }, { ...HOME })).toMatchObject({ home: null, radius: 0 });
  });
});
