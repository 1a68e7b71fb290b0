/** Who is logged in at this page. */
import { shallowRef } from 'vue';
import { call, get } from '../wire/http';
import type { Me } from '../wire/types';

export const me = shallowRef<Me | null>(null);
/** Why the login page is shown, if not by the user's own wish: the last word of a problem's type. */
export const endedBecause = shallowRef<string | null>(null);

/** Whether the role of the user allows an operation of the contract; the server decides anyway. */
export function may(operation: string): boolean {
  return me.value?.permissions?.includes(operation) ?? true;
}

/** Asks the server who this browser is; null when nobody is logged in. */
export async function whoAmI(): Promise<Me | null> {
  try {
    me.value = await get<Me>('api/session');
  } catch {
    me.value = null;
  }
  return me.value;
}

export async function login(user: string, password: string): Promise<Me> {
  endedBecause.value = null;
  me.value = await call<Me>('POST', 'api/session', { user, password });
  return me.value;
}

export async function changePassword(current: string, next: string): Promise<Me> {
  me.value = await call<Me>('POST', 'api/session/password', { current, next });
  return me.value;
}

/** Ends the session, also when the server cannot be reached: nothing stays in this browser. */
export async function logout(): Promise<void> {
  try {
    await call('DELETE', 'api/session');
  } catch {
    // the server forgets it by itself after its idle time
  }
  forget(null);
}

/** The session is over. */
export function forget(because: string | null): void {
  me.value = null;
  endedBecause.value = because;
  sessionStorage.clear();
}

const ACTIVITY_MILLIS = 60_000;
let toldAt = 0;

/** The user did something; the server is told at most once a minute, so that the session does not idle out. */
export function isActive(): void {
  const at = performance.now();
  if (at - toldAt >= ACTIVITY_MILLIS) {
    toldAt = at;
    void get<Me>('api/session').catch(() => {});
  }
}
