/**
 * The open case with everything that belongs to it: details, the device's latest word, the vital signs. Details are
 * fetched anew whenever the feed tells of a newer version, one request at a time; what is on the screen stays until the
 * new answer is there.
 */
import { onScopeDispose, shallowRef, watch, type Ref } from 'vue';
import { current, selected } from '../desk/duty';
import { get, Refused } from '../wire/http';
import type { AlertDetail, DeviceLatest, VitalsSeries } from '../wire/types';

const SIGNS_MILLIS = 15_000;
const RETRY_MILLIS = 3_000;
const SERIES_HOURS = 2;

export interface CaseRecord {
  readonly detail: Ref<AlertDetail | null>;
  readonly failed: Ref<boolean>;
  readonly latest: Ref<DeviceLatest | null>;
  readonly series: Ref<VitalsSeries | null>;
}

export function useCaseRecord(): CaseRecord {
  const detail = shallowRef<AlertDetail | null>(null);
  const failed = shallowRef(false);
  const latest = shallowRef<DeviceLatest | null>(null);
  const series = shallowRef<VitalsSeries | null>(null);
  let fetching = false;
  let again = false;
  let retry: ReturnType<typeof setTimeout> | undefined;
  let signs: ReturnType<typeof setTimeout> | undefined;

  async function refresh(): Promise<void> {
    const id = selected.value;
    if (id === null || fetching) {
      again = fetching;
      return;
    }
    fetching = true;
    clearTimeout(retry);
    try {
      const answer = await get<AlertDetail>(`api/alerts/${encodeURIComponent(id)}`);
      if (selected.value === id) {
        const first = detail.value?.id !== id;
        detail.value = answer;
        failed.value = false;
        if (first) {
          void refreshSigns();
        }
      }
    } catch (failure) {
      if (selected.value === id && !(failure instanceof Refused && failure.problem.status === 404)) {
        failed.value = true;
        retry = setTimeout(() => void refresh(), RETRY_MILLIS);
      }
    } finally {
      fetching = false;
      if (again) {
        again = false;
        void refresh();
      }
    }
  }

  async function refreshSigns(): Promise<void> {
    clearTimeout(signs);
    const shown = detail.value;
    if (!shown) {
      return;
    }
    const { id, deviceId, residentId } = shown;
    const [device, vitals] = await Promise.allSettled([
      get<DeviceLatest>(`api/devices/${encodeURIComponent(deviceId)}/latest`),
      residentId ? get<VitalsSeries>(seriesPath(residentId)) : Promise.reject(new Error('no resident')),
    ]);
    if (detail.value?.id === id) {
      latest.value = device.status === 'fulfilled' ? device.value : latest.value;
      series.value = vitals.status === 'fulfilled' ? vitals.value : series.value;
      signs = setTimeout(() => void refreshSigns(), SIGNS_MILLIS);
    }
  }

  watch(
    [selected, () => current.value?.version, () => current.value?.durability],
    ([id], [before]) => {
      if (id !== before) {
        clearTimeout(retry);
        clearTimeout(signs);
        detail.value = null;
        latest.value = null;
        series.value = null;
        failed.value = false;
      }
      void refresh();
    },
    { immediate: true },
  );
  onScopeDispose(() => {
    clearTimeout(retry);
    clearTimeout(signs);
  });
  return { detail, failed, latest, series };
}

function seriesPath(residentId: string): string {
  const from = new Date(Date.now() - SERIES_HOURS * 3_600_000).toISOString();
  return `api/residents/${encodeURIComponent(residentId)}/vitals?from=${encodeURIComponent(from)}&step=60`;
}
