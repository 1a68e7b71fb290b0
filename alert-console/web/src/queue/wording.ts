/** What happened and to whom, in words. Names stay as the server masked them. */
import { ago, duration } from '../clock/format';
import type { Row } from '../feed/row';
import { hasWord, t } from '../words/desk';

type Happening = Pick<Row, 'kind' | 'movement' | 'residentId'>;

export function whatOf({ kind, movement, residentId }: Happening): string {
  if (residentId === null && (kind === 'sos' || kind === 'fall')) {
    return t('kind.unknownDevice');
  }
  if (kind === 'fall' && movement !== null) {
    return movement === 'STILL' ? t('kind.fallStill') : t('kind.fallMoving');
  }
  return kindName(kind);
}

export function kindName(kind: string): string {
  const key = `kind.${kind}`;
  return hasWord(key) ? t(key) : t('kind.other');
}

/** `陈*珍`, everybody at the device, or what is known instead. */
export function nameOf(row: Pick<Row, 'name' | 'household'>): string {
  return anyOf([row.name, ...row.household]);
}

/** One of several people, nobody knows which. */
export function anyOf(names: readonly string[]): string {
  return names.filter((name) => name !== '').join(t('person.or')) || t('person.unknown');
}

/** `女 85 独居·月华社区 16栋 104`: what follows the name in a list. */
export function whoOf(row: Row): string {
  const person = [row.sex ? t(`sex.${row.sex}`) : '', row.age ?? '', row.livesAlone ? t('person.alone') : ''];
  const place = row.place || (row.residentId === null ? t('person.device', { id: row.deviceId }) : '');
  return [person.filter((part) => part !== '').join(' '), place].filter((part) => part !== '').join('·');
}

/** The line below a row that waits: what happens by itself, and when. */
export function nextOf(row: Row, now: number): string {
  if (row.durability === 'LOCAL') {
    return t('queue.local');
  }
  if (row.state === 'PRE_ALARM') {
    return t('queue.preAlarm');
  }
  if (row.nextStepAt !== null && row.nextStep) {
    const what = t(`action.${row.nextStep}`);
    const left = row.nextStepAt - now;
    return left > 0 ? t('queue.nextStep', { left: left < 60_000 ? t('after.seconds', { n: Math.ceil(left / 1000) }) : duration(left), what }) : t('queue.nextStepNow', { what });
  }
  return row.abandoned > 0 ? t('queue.lapsed') : '';
}

export function agoWord(millis: number): string {
  const { unit, n } = ago(millis);
  return t(`ago.${unit}`, { n });
}

/** Whether what a person types in the search field is found in a row; only what the row shows is looked at. */
export function matches(row: Row, wanted: string): boolean {
  const needle = wanted.trim().toLowerCase();
  const hay = `${whatOf(row)} ${nameOf(row)} ${whoOf(row)} ${row.deviceId} ${row.residentId ?? ''} ${t(`priority.${row.priority}`)} ${row.ownerName}`;
  return needle === '' || hay.toLowerCase().includes(needle);
}
