import { describe, expect, it } from 'vitest';
import {
  asksVerification, CAUSE_LETTERS, chooseLetter, choosePreset, missing, NOTHING_CHOSEN, OUTCOME_LETTERS, PRESETS, resolutionOf, VERIFIED_LETTERS, type Closing,
} from '../../src/closing/presets';

function after(keys: string, pressBegan = true): Closing {
  return [...keys].reduce((closing, key) => (/\d/.test(key) ? choosePreset(closing, Number(key)) : chooseLetter(closing, key, pressBegan)), NOTHING_CHOSEN);
}

describe('close presets', () => {
  it.each([
    ['2', 'ASSISTANCE', 'ADVISED_BY_PHONE', false],
    ['3Z', 'ACCIDENTAL_PRESS', 'ADVISED_BY_PHONE', true],
    ['4X', 'DEVICE_FAULT', 'ADVISED_BY_PHONE', true],
    ['5Z', 'TEST', 'ADVISED_BY_PHONE', true],
    ['6', 'NO_RESPONSE', 'CONTACT_ATTENDED', false],
    ['1QS', 'FALL', 'CONTACT_ATTENDED', false],
    ['1WA', 'CARDIAC_BREATHING', 'AMBULANCE_SENT', false],
    ['7E', 'OTHER_ILLNESS', 'AMBULANCE_SENT', false],
    ['8W', 'CARDIAC_BREATHING', 'DECEASED', false],
  ])('%s is cause %s with outcome %s', (keys, cause, outcome, falseAlarm) => {
    const closing = after(keys);
    expect(missing(closing, true)).toBeNull();
    expect(resolutionOf(closing, true, 7)).toMatchObject({ expectedVersion: 7, cause, outcome, falseAlarm });
  });

  it('asks what a preset leaves open', () => {
    expect(missing(NOTHING_CHOSEN, true)).toBe('preset');
    expect(missing(after('1'), true)).toBe('cause');
    expect(missing(after('1Q'), true)).toBe('outcome');
    expect(missing(after('7'), true)).toBe('cause');
    expect(missing(after('8'), true)).toBe('cause');
  });

  it('never closes a press as a false alarm before somebody made sure', () => {
    for (const key of PRESETS.filter(({ falseAlarm }) => falseAlarm).map((preset) => String(preset.key))) {
      expect(missing(after(key), true)).toBe('verified');
      expect(missing(after(`${key}Z`), true)).toBeNull();
      expect(missing(after(`${key}X`), true)).toBeNull();
      expect(missing(after(`${key}C`), true)).toBe('by');
    }
    expect(resolutionOf({ ...after('3C'), by: ' wangfang ' }, true, 1)).toMatchObject({ verified: 'cosign', by: 'wangfang' });
  });

  it('asks for an accidental press also when the case did not begin with one', () => {
    expect(asksVerification(after('3', false), false)).toBe(true);
    expect(asksVerification(after('4', false), false)).toBe(false);
    expect(missing(after('5', false), false)).toBeNull();
  });

  it('closes a false press in three keys: preset, how it was verified, submit', () => {
    expect(missing(after('3Z'), true)).toBeNull();
  });

  it('starts anew with another preset but keeps the remark', () => {
    const closing = choosePreset({ ...after('1QS'), note: '已送医' }, 7);
    expect(closing).toMatchObject({ cause: null, outcome: 'AMBULANCE_SENT', note: '已送医' });
  });

  it('says nothing of verification or remark that was not given', () => {
    expect(resolutionOf(after('2'), true, 1)).toEqual({ expectedVersion: 1, cause: 'ASSISTANCE', outcome: 'ADVISED_BY_PHONE', falseAlarm: false });
  });

  it('drops a verification that the chosen preset does not ask for', () => {
    expect(resolutionOf(choosePreset(after('3Z'), 2), true, 1)).not.toHaveProperty('verified');
  });

  it('has a letter for every answer and none twice', () => {
    for (const { causes, outcomes } of PRESETS) {
      expect(causes.length).toBeLessThanOrEqual(CAUSE_LETTERS.length);
      expect(outcomes.length).toBeLessThanOrEqual(OUTCOME_LETTERS.length);
    }
    const letters = CAUSE_LETTERS + OUTCOME_LETTERS + VERIFIED_LETTERS;
    expect(new Set(letters).size).toBe(letters.length);
  });
});
