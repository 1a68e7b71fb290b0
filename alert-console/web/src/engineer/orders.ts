/** An order to a device as it is filled in, and as the server takes it. */
import type { components } from '../wire/contract';
import type { Me } from '../wire/types';

export type What = NonNullable<Me['orders']>[number];
export type DeviceOrder = components['schemas']['DeviceOrder'];

/** What is filled in; blank is left out. */
export interface Draft {
  readonly what: What;
  readonly text: string;
  readonly heartbeat: string;
  readonly vitals: string;
  readonly location: string;
  readonly numbers: string;
  readonly enabled: boolean;
}

export const EMPTY: Omit<Draft, 'what'> = { text: '', heartbeat: '', vitals: '', location: '', numbers: '', enabled: true };

/** The words of each kind are those of the case's time line. */
export const KIND = {
  locate: 'LOCATE',
  measure: 'MEASURE',
  ring: 'RING',
  callBack: 'CALL_BACK',
  message: 'MESSAGE',
  configure: 'CONFIGURE',
  sosNumbers: 'SOS_NUMBERS',
  fallAlarm: 'FALL_ALARM',
} as const satisfies Record<What, string>;

/** The request's body; null as long as something is missing. The server checks the ranges. */
export function bodyOf(draft: Draft): Record<string, unknown> | null {
  const { what } = draft;
  switch (what) {
    case 'message':
      return draft.text.trim() === '' ? null : { what, text: draft.text.trim() };
    case 'configure':
      return configure(draft);
    case 'sosNumbers':
      return { what, numbers: draft.numbers.split(/[\s,，、;；]+/).filter((number) => number !== '') };
    case 'fallAlarm':
      return { what, enabled: draft.enabled };
    default:
      return { what };
  }
}

function configure({ what, heartbeat, vitals, location }: Draft): Record<string, unknown> | null {
  const seconds = { heartbeatSeconds: secondsOf(heartbeat), vitalsSeconds: secondsOf(vitals), locationSeconds: secondsOf(location) };
  const given = Object.entries(seconds).filter(([, value]) => value !== null);
  return given.length === 0 ? null : { what, ...Object.fromEntries(given) };
}

/** A field of type number may hold a number or a text. */
function secondsOf(given: string | number): number | null {
  const text = String(given).trim();
  return text === '' ? null : Number(text);
}
