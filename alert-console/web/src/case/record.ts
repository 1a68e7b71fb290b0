/**
 * The open case with everything that belongs to it: details, the device's latest word, the vital signs. Details are
 * fetched anew whenever the feed tells of a newer version, one request at a time; what is on the screen stays until the
 * new answer is there.
 */
import { onScopeDispose, shallowRef, watch } from 'vue';
import { serverClock } from '../clock/clock';
import { current, isMine, selected } from '../desk/duty';
import { get, Refused } from '../wire/http';
import type { AlertDetail, DeviceLatest, VitalsSeries } from '../wire/types';

const SIGNS_MILLIS = 15_000;
const RETRY_MILLIS = 3_000;
/** Somebody who walks through the list with a key held down does not open every case on the way. */
const PASSING_MILLIS = 60;
/** Enough before the alert for the age of a blood pressure that is taken once an hour. */
const SERIES_MILLIS = 2 * 3_600_000;
/** The server gives at most 2,000 steps. */
const MOST_STEPS = 1_900;

export class CaseRecord {
  readonly detail = shallowRef<AlertDetail | null>(null);
  readonly failed = shallowRef(false);
  readonly latest = shallowRef<DeviceLatest | null>(null);
  readonly series = shallowRef<VitalsSeries | null>(null);
  private fetching = false;
  private again = false;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private signsTimer: ReturnType<typeof setTimeout> | undefined;

  /** Another case is open: nothing of the former one may stand beside it. */
  turnTo(): void {
    this.stop();
    this.detail.value = null;
    this.latest.value = null;
    this.series.value = null;
    this.failed.value = false;
    this.refreshIn(isMine.value ? 0 : PASSING_MILLIS);
  }

  refreshIn(millis: number): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => void this.refresh(), millis);
  }

  stop(): void {
    clearTimeout(this.timer);
    clearTimeout(this.signsTimer);
  }

  private async refresh(): Promise<void> {
    const id = selected.value;
    if (id === null || this.fetching) {
      this.again = this.fetching;
      return;
    }
    this.fetching = true;
    try {
      this.take(id, await get<AlertDetail>(`api/alerts/${encodeURIComponent(id)}`));
    } catch (failure) {
      this.miss(id, failure);
    } finally {
      this.fetching = false;
      if (this.again) {
        this.again = false;
        this.refreshIn(0);
      }
    }
  }

  private take(id: string, answer: AlertDetail): void {
    if (selected.value !== id) {
      return;
    }
    const first = this.detail.value?.id !== id;
    this.detail.value = answer;
    this.failed.value = false;
    if (first) {
      void this.refreshSigns();
    }
  }

  private miss(id: string, failure: unknown): void {
    const isGone = failure instanceof Refused && failure.problem.status === 404;
    if (selected.value === id && !isGone) {
      this.failed.value = true;
      this.refreshIn(RETRY_MILLIS);
    }
  }

  private async refreshSigns(): Promise<void> {
    const shown = this.detail.value;
    if (!shown) {
      return;
    }
    const { id, deviceId, residentId } = shown;
    const [device, vitals] = await Promise.allSettled([
      get<DeviceLatest>(`api/devices/${encodeURIComponent(deviceId)}/latest`),
      residentId ? get<VitalsSeries>(seriesPath(residentId, Date.parse(shown.receivedAt))) : Promise.reject(new Error('no resident')),
    ]);
    if (this.detail.value?.id === id) {
      this.latest.value = device.status === 'fulfilled' ? device.value : this.latest.value;
      this.series.value = vitals.status === 'fulfilled' ? vitals.value : this.series.value;
      this.signsTimer = setTimeout(() => void this.refreshSigns(), SIGNS_MILLIS);
    }
  }
}

/** The record of the case that is selected, for as long as the page is there. */
export function useCaseRecord(): CaseRecord {
  const record = new CaseRecord();
  watch([selected, () => current.value?.version, () => current.value?.durability], ([id], [before]) => (id === before ? record.refreshIn(0) : record.turnTo()));
  onScopeDispose(() => record.stop());
  return record;
}

function seriesPath(residentId: string, alertAt: number): string {
  const from = alertAt - SERIES_MILLIS;
  const step = Math.max(60, Math.ceil((serverClock.now() - from) / 1000 / MOST_STEPS));
  return `api/residents/${encodeURIComponent(residentId)}/vitals?from=${encodeURIComponent(new Date(from).toISOString())}&step=${step}`;
}
