/** What the pages about devices ask the server and tell it. Every failure ends as words for people. */
import { call, command, get, Refused } from '../wire/http';
import type { Device, DeviceConnection, Quarantined, ResidentBrief } from '../wire/types';
import type { DeviceOrder } from './orders';
import { isWord, say } from '../words/words';
import { t } from '../words/engineer';

export type Protocol = Device['protocol'];
/** Those that this console can adopt and add. */
export const PROTOCOLS: readonly Protocol[] = ['mqtt', 'native', 'watch', 'coap', 'jt808'];

export interface Filter {
  readonly q: string;
  readonly protocol: Protocol | '';
  readonly state: Device['state'] | '';
  readonly unassigned: boolean;
}
export interface Page {
  readonly devices: readonly Device[];
  readonly total: number;
  readonly next?: string;
}
/** What came of something: what is there now, or why not. */
export type Tried<T> = { readonly done: T; readonly failure?: undefined } | { readonly done?: undefined; readonly failure: string };

const PAGE = 50;

/** The query of a page of the list. */
export function pathOf(filter: Filter, after: string): string {
  const query = new URLSearchParams({ limit: String(PAGE) });
  const q = filter.q.trim();
  if (q !== '') {
    query.set('q', q);
  }
  if (filter.protocol !== '') {
    query.set('protocol', filter.protocol);
  }
  if (filter.state !== '') {
    query.set('state', filter.state);
  }
  if (filter.unassigned) {
    query.set('assigned', 'false');
  }
  if (after !== '') {
    query.set('after', after);
  }
  return `api/devices?${query}`;
}

/** Does something at the server; never throws. */
export async function tried<T>(work: () => Promise<T>): Promise<Tried<T>> {
  try {
    return { done: await work() };
  } catch (failure) {
    return { failure: wordsFor(failure) };
  }
}

/** Why something failed, in words. */
export function wordsFor(failure: unknown): string {
  if (!(failure instanceof Refused)) {
    return t('problem.unreachable');
  }
  const own = `engineer.problem.${failure.reason}`;
  if (isWord(own)) {
    return say(own, { detail: String((failure.problem as { detail?: unknown }).detail ?? '') });
  }
  const general = `problem.${failure.reason}`;
  return isWord(general) ? say(general) : t('problem.other', { code: failure.reason });
}

const at = (id: string): string => `api/devices/${encodeURIComponent(id)}`;

export const listOf = (filter: Filter, after: string): Promise<Page> => get<Page>(pathOf(filter, after));
export const deviceOf = (id: string): Promise<Device> => get<Device>(at(id));
export const ordersOf = async (id: string): Promise<readonly DeviceOrder[]> => (await get<{ orders: DeviceOrder[] }>(`${at(id)}/orders`)).orders;
/** Has the device do something, without a case; repeated with its key until it is answered. */
export const order = (id: string, body: Record<string, unknown>): Promise<unknown> => command(`${at(id)}/order`, body);
export const connectionOf = (id: string): Promise<DeviceConnection> => get<DeviceConnection>(`${at(id)}/connection`);
export const add = (deviceId: string, protocol: Protocol, model: string, residents: readonly string[]): Promise<Device> =>
  call<Device>('POST', 'api/devices', { deviceId, protocol, model, residents });
export const change = (id: string, model: string, residents: readonly string[]): Promise<Device> => call<Device>('PATCH', at(id), { model, residents });
export const rotate = (id: string, overlapDays: number, endsWithUse: boolean): Promise<Device> =>
  call<Device>('POST', `${at(id)}/secret`, { overlapDays, endsWithUse });
export const block = (id: string, reason: string): Promise<Device> => call<Device>('POST', `${at(id)}/block`, { reason });
export const unblock = (id: string): Promise<Device> => call<Device>('POST', `${at(id)}/unblock`, {});
export const close = (id: string, reason: string): Promise<Device> => call<Device>('DELETE', `${at(id)}?${new URLSearchParams({ reason })}`);
export const residentsLike = async (q: string): Promise<readonly ResidentBrief[]> =>
  (await get<{ residents: ResidentBrief[] }>(`api/residents?${new URLSearchParams({ q, limit: '8' })}`)).residents;
export const quarantine = async (): Promise<readonly Quarantined[]> => (await get<{ devices: Quarantined[] }>('api/quarantine?limit=1000')).devices;
export const adopt = (protocol: Protocol, id: string, model: string, residents: readonly string[]): Promise<Device> =>
  call<Device>('POST', 'api/quarantine/adopt', { protocol, id, model, residents });
export const forget = (protocol: Protocol, id: string): Promise<void> =>
  call<void>('DELETE', `api/quarantine/${protocol}/${encodeURIComponent(id)}`);
