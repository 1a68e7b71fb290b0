/** What happened and what will, as lines of one list: done, failed, next, later. Pure but for the words. */
import { countdown, timeOfDay } from '../clock/format';
import { time } from '../feed/row';
import { kindName, whatOf } from '../queue/wording';
import type { AlertDetail, Step, StepAction, TimelineEntry } from '../wire/types';
import { t } from '../words/words';

export interface StepLine {
  readonly key: string;
  readonly look: 'done' | 'failed' | 'next' | 'later';
  readonly when: string;
  readonly what: string;
  readonly end: string;
}

/** Steps that reach out of the house. No channel is connected yet, so they are recorded and nobody is called. */
const OUTWARD: ReadonlySet<StepAction> = new Set<StepAction>(['CALL_SUPERVISOR', 'CALL', 'MESSAGE', 'REQUEST_AMBULANCE']);

/** A case enters the queue at once unless its wearer could still cancel; only then is it worth a line. */
const AT_ONCE_MILLIS = 1_000;

export function pastLines(detail: AlertDetail): StepLine[] {
  const raisedAt = Date.parse(detail.receivedAt);
  let owner: string | null = null;
  return detail.timeline.flatMap((entry, index) => {
    const line = entry.type === 'CLAIMED' && entry.by === owner ? done(t('steps.acknowledged', { name: entry.byName ?? entry.by ?? '' })) : pastLine(entry, detail, raisedAt);
    owner = ownerAfter(entry, owner);
    return line ? [{ ...line, key: `${index}-${entry.type}`, when: timeOfDay(Date.parse(entry.at)) }] : [];
  });
}

function ownerAfter(entry: TimelineEntry, owner: string | null): string | null {
  switch (entry.type) {
    case 'CLAIMED':
      return entry.by ?? null;
    case 'RELEASED':
    case 'LEASE_LAPSED':
      return null;
    default:
      return owner;
  }
}

type Said = Pick<StepLine, 'look' | 'what' | 'end'>;

function done(what: string, end = ''): Said {
  return { look: 'done', what, end };
}

function pastLine(entry: TimelineEntry, detail: AlertDetail, raisedAt: number): Said | null {
  const name = entry.byName ?? entry.by ?? '';
  switch (entry.type) {
    case 'RAISED':
      return done(t('steps.raised', { what: raisedWords(entry, detail) }), droppedWords(entry));
    case 'JOINED':
      return done(t(entry.attention ? 'steps.joinedAgain' : 'steps.joined', { what: kindName(entry.kind ?? detail.kind) }), droppedWords(entry));
    case 'PRIORITY_RAISED':
      return done(t('steps.priorityRaised', { from: t(`priority.${entry.from ?? 'P3'}`), to: t(`priority.${entry.to ?? 'P1'}`) }));
    case 'QUEUED':
      return Date.parse(entry.at) - raisedAt < AT_ONCE_MILLIS ? null : done(t('steps.queued'));
    case 'CANCELLED_BY_WEARER':
      return done(t(entry.inTime ? 'steps.cancelledInTime' : 'steps.cancelledLate'));
    case 'CLAIMED':
      return done(t('steps.claimed', { name }));
    case 'RELEASED':
      return { look: 'failed', what: t('steps.released', { name }), end: '' };
    case 'LEASE_LAPSED':
      return { look: 'failed', what: t('steps.lapsed', { name }), end: '' };
    case 'STEP_DUE':
      return stepDue(entry, detail);
    case 'NOTE':
      return done(t('steps.note', { name, text: entry.text ?? '' }));
    case 'RESOLVED':
      return done(t('steps.resolved', { name }), entry.text ?? '');
  }
}

/** What began it; the movement of a fall is known for the alert as a whole. */
function raisedWords(entry: TimelineEntry, detail: AlertDetail): string {
  const kind = entry.kind ?? detail.kind;
  return whatOf({ kind, movement: kind === detail.kind ? (detail.movement ?? null) : null, residentId: detail.residentId });
}

function stepDue(entry: TimelineEntry, detail: AlertDetail): Said | null {
  const step = detail.steps.find((candidate) => candidate.index === entry.step);
  if (!step || step.action === 'SHOW_ALL_CONSOLES') {
    return null;
  }
  return done(stepWords(step, detail), OUTWARD.has(step.action) ? t('steps.recorded') : '');
}

function droppedWords(entry: TimelineEntry): string {
  return entry.dropped && entry.dropped.length > 0 ? t('steps.dropped', { names: entry.dropped.join(', ') }) : '';
}

/** What is still to come, soonest first. */
export function comingLines(detail: AlertDetail, claimed: boolean, now: number): StepLine[] {
  const pending = detail.steps
    .filter((step) => step.state === 'PENDING' && step.action !== 'SHOW_ALL_CONSOLES')
    .sort((a, b) => Date.parse(a.dueAt) - Date.parse(b.dueAt));
  return pending.map((step, index) => {
    const idle = claimed && step.condition === 'UNCLAIMED';
    return {
      key: `step-${step.index}`,
      look: index === 0 && !idle ? 'next' : 'later',
      when: t('steps.after', { left: countdown((time(step.dueAt) ?? now) - now) }),
      what: stepWords(step, detail),
      end: idle ? t('steps.ifUnclaimed') : timeOfDay(Date.parse(step.dueAt)),
    };
  });
}

function stepWords(step: Step, detail: AlertDetail): string {
  const names = step.contacts.map((id) => detail.resident?.convoy.find((contact) => contact.id === id)?.name ?? id);
  return [t(`action.${step.action}`), names.join('、')].filter((part) => part !== '').join(' ');
}
