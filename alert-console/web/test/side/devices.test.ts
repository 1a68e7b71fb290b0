import { describe, expect, it } from 'vitest';
import { devicesOf } from '../../src/side/devices';
import type { Resident } from '../../src/wire/types';

const person = (...devices: string[]): Resident => ({ devices }) as unknown as Resident;

describe('the devices of a case', () => {
  it('are the one that called, then the others of everybody whom it is about, each once', () => {
    expect(devicesOf('W1', { deviceId: 'W1', resident: person('B2', 'W1'), residents: [person('A9', 'W1', 'B2')] })).toEqual(['W1', 'A9', 'B2']);
  });

  it('are one as long as nobody is known, or the answer is about another case', () => {
    expect(devicesOf('W1', null)).toEqual(['W1']);
    expect(devicesOf('W1', { deviceId: 'W7', resident: person('W7', 'B7') })).toEqual(['W1']);
    expect(devicesOf('W1', { deviceId: 'W1' })).toEqual(['W1']);
  });
});
