/** Which devices are being tried out, as the server knows; beginning and ending a test. */
import { computed, shallowRef, watch } from 'vue';
import { now } from '../clock/clock';
import { wordsFor } from '../desk/duty';
import { rows } from '../feed/live';
import { time } from '../feed/row';
import { command, get, Refused, withdraw } from '../wire/http';
import type { OnTest } from '../wire/types';
import { t } from '../words/devices';

const REFRESH_MILLIS = 30_000;
/** The board takes a moment to know what was just decided. */
const SETTLED_MILLIS = 300;

const known = shallowRef<readonly OnTest[]>([]);
/** Whether the last question was not answered: what is shown may be old. */
export const unread = shallowRef(false);
/** Those whose time is not over, the one that ends first comes first. */
export const tests = computed(() => known.value.filter((test) => (time(test.until) ?? 0) > now.value));

/** The test of a device, or null. */
export function testOf(deviceId: string): OnTest | null {
  return tests.value.find((test) => test.deviceId === deviceId) ?? null;
}

export async function refreshTests(): Promise<void> {
  try {
    known.value = (await get<{ tests: OnTest[] }>('api/devices/tests')).tests;
    unread.value = false;
  } catch {
    unread.value = true;
  }
}

/** Null when the device is on test, else why not. */
export async function beginTest(deviceId: string, forSeconds: number): Promise<string | null> {
  return tried(() => command(pathOf(deviceId), { forSeconds }));
}

/** Null when the test is over, else why not. */
export async function endTestOf(deviceId: string): Promise<string | null> {
  return tried(() => withdraw(pathOf(deviceId)));
}

async function tried(work: () => Promise<unknown>): Promise<string | null> {
  try {
    await work();
    return null;
  } catch (failure) {
    return failure instanceof Refused && (failure.problem.status === 404 || failure.problem.status === 400) ? t('devices.unknown') : wordsFor(failure);
  } finally {
    await refreshTests();
  }
}

function pathOf(deviceId: string): string {
  return `api/devices/${encodeURIComponent(deviceId)}/test`;
}

/** Keeps the list as new as it can be; what is returned ends that. */
export function followTests(): () => void {
  let soon: ReturnType<typeof setTimeout> | undefined;
  const held = computed(() => [...rows.value.values()].filter((row) => row.state === 'ON_TEST').map((row) => row.id).join());
  const unwatch = watch(held, () => {
    clearTimeout(soon);
    soon = setTimeout(() => void refreshTests(), SETTLED_MILLIS);
  });
  const timer = setInterval(() => void refreshTests(), REFRESH_MILLIS);
  void refreshTests();
  return () => {
    unwatch();
    clearTimeout(soon);
    clearInterval(timer);
    known.value = [];
  };
}
