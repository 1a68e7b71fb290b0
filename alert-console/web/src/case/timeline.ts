/** What happened and what will, as lines of one list: done, failed, next, later. Pure but for the words. */
import { countdown, dayAndTime, timeOfDay } from '../clock/format';
import { time } from '../feed/row';
import { kindName, whatOf } from '../queue/wording';
import type { AlertDetail, Step, TimelineEntry } from '../wire/types';
import { t } from '../words/desk';
import { evidenceWords } from './evidence';
import { effectWords, isAnswer, isReported, OUTWARD, stateWords } from './reach';

export interface StepLine {
  readonly key: string;
  readonly look: 'done' | 'failed' | 'running' | 'next' | 'later';
  readonly when: string;
  readonly what: string;
  readonly end: string;
  /** What a rule found; a line of its own below, for it is long. */
  readonly why?: string;
}

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
    case 'TAKEN_OVER':
    case 'REOPENED':
      return entry.by ?? null;
    case 'RELEASED':
    case 'LEASE_LAPSED':
    case 'DEFERRED':
      return null;
    default:
      return owner;
  }
}

type Said = Pick<StepLine, 'look' | 'what' | 'end'> & Pick<StepLine, 'why'>;

function done(what: string, end = ''): Said {
  return { look: 'done', what, end };
}

function pastLine(entry: TimelineEntry, detail: AlertDetail, raisedAt: number): Said | null {
  const name = entry.byName ?? entry.by ?? '';
  switch (entry.type) {
    case 'RAISED':
      return { ...done(t(entry.evidence ? 'steps.found' : 'steps.raised', { what: raisedWords(entry, detail) }), droppedWords(entry)), why: whyWords(entry) };
    case 'JOINED':
      return { ...done(t(joinedWord(entry), { what: kindName(entry.kind ?? detail.kind) }), droppedWords(entry)), why: whyWords(entry) };
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
    case 'TAKEN_OVER':
      return done(t('steps.takenOver', { name, from: entry.fromName ?? '' }));
    case 'DEFERRED':
      return done(t('steps.deferred', { name, at: clockOf(entry.until), reason: t(`deferral.${entry.reason ?? 'OTHER'}`) }), entry.text ?? '');
    case 'RETURNED':
      return done(t('steps.returned'));
    case 'HELD_ON_TEST':
      return done(t('steps.heldOnTest', { at: clockOf(entry.until) }));
    case 'TEST_OVER':
      return done(t(entry.why === 'SIGNAL' ? 'steps.testOverSignal' : entry.why === 'ENDED' ? 'steps.testOverEnded' : 'steps.testOverExpired'));
    case 'REMINDED':
      return { look: 'failed', what: t('steps.reminded', { n: entry.times ?? 1 }), end: '' };
    case 'ORDERED':
      return ordered(entry, name, detail.deviceId);
    case 'PROGRESSED':
    case 'SUMMONED':
    case 'EFFECT_DUE':
    case 'EFFECT_REPORTED':
    case 'NOBODY_LEFT':
      return helpLine(entry, detail, name);
    default:
      return endLine(entry, name);
  }
}

/** What the device was told, and what came of it: one line that changes. What was told no longer because something newer was is none. */
function ordered(entry: TimelineEntry, name: string, ofTheCase: string): Said | null {
  const state = entry.orderState ?? 'PENDING';
  const order = t(`ordered.${entry.what ?? 'MESSAGE'}`, { text: entry.text ?? '' });
  const what = entry.deviceId === undefined || entry.deviceId === ofTheCase ? order : t('ordered.other', { what: order, device: entry.deviceId });
  if (state === 'SUPERSEDED' && name === '') {
    return null;
  }
  const lost = state === 'EXPIRED' && entry.sentAt === undefined;
  const look = lost || state === 'UNSUPPORTED' || state === 'REFUSED' || state === 'FAILED' ? 'failed' : 'done';
  const shown = state === 'EXPIRED' && entry.sentAt !== undefined ? 'SENT' : state;
  const at = timeOfDay(Date.parse(entry.stateAt ?? entry.at));
  return { look, what: name === '' ? what : t('ordered.by', { name, what }), end: t(`orderState.${shown}`, { at }) };
}

function joinedWord(entry: TimelineEntry): 'steps.over' | 'steps.foundAgain' | 'steps.joinedAgain' | 'steps.joined' {
  if (entry.over) {
    return 'steps.over';
  }
  return entry.attention ? (entry.evidence ? 'steps.foundAgain' : 'steps.joinedAgain') : 'steps.joined';
}

/** What a rule found. */
function whyWords(entry: TimelineEntry): string {
  return entry.evidence ? evidenceWords(entry.evidence) : '';
}

/** What was done to bring help. */
function helpLine(entry: TimelineEntry, detail: AlertDetail, name: string): Said | null {
  switch (entry.type) {
    case 'PROGRESSED': {
      const state = t(`state.${(entry.state ?? 'CLAIMED') as 'CLAIMED'}`);
      return done(name === '' ? t('steps.progressedByReport', { state }) : t('steps.progressed', { name, state }));
    }
    case 'SUMMONED':
      return done(t('steps.summoned', { name, what: (entry.actions ?? []).map((action) => t(`sent.${action as 'CALL'}`)).join('、') }));
    case 'EFFECT_REPORTED':
      return reported(entry, detail);
    case 'NOBODY_LEFT': {
      const step = detail.steps.find(({ index }) => index === entry.step);
      return { look: 'failed', what: t('steps.nobodyLeft', { what: step ? stepWords(step, detail) : '' }), end: '' };
    }
    default:
      return null; // what is asked for is told by its step, and by what comes of it
  }
}

/** Without a channel every way is reported as none: that is told once, by the step. */
function reported(entry: TimelineEntry, detail: AlertDetail): Said | null {
  const report = entry.report ?? 'FAILED';
  const step = detail.steps.find(({ index }) => index === entry.step);
  if (!isAnswer(report) && !(step && isReported(detail, step))) {
    return null;
  }
  const good = report === 'ACCEPTED' || report === 'DELIVERED';
  return { look: good ? 'done' : 'failed', what: effectWords(entry.contact ?? '', entry.channel, entry.action ?? 'CALL', detail), end: entry.action === 'REQUEST_AMBULANCE' && report === 'ACCEPTED' ? t('report.TAKEN') : t(`report.${report}`) };
}

/** The end, and what comes after it. */
function endLine(entry: TimelineEntry, name: string): Said | null {
  switch (entry.type) {
    case 'RESOLVED':
      return done(t('steps.resolved', { name }), entry.text ?? '');
    case 'FOLLOW_UP_OPENED':
      return done(t('steps.followUp', { at: clockOf(entry.until) }));
    case 'FOLLOW_UP_OVERDUE':
      return { look: 'failed', what: t('steps.followUpOverdue'), end: '' };
    case 'REOPENED':
      return done(t('steps.reopened', { name }), entry.text ?? '');
    case 'CLOSED':
      return done(name === '' ? t('steps.closedByItself') : t('steps.closed', { name }), entry.text ?? '');
    case 'RECONCILED':
      return done(t('steps.reconciled'), reconciledWords(entry, name));
    default:
      return null; // newer servers may say more
  }
}

function reconciledWords(entry: TimelineEntry, name: string): string {
  const steps = entry.steps ? t('steps.reconciledSteps', { n: entry.steps }) : '';
  const owner = entry.ownerKept && name !== '' ? t('steps.reconciledOwner', { name }) : '';
  return [steps, owner].filter((part) => part !== '').join('·');
}

function clockOf(iso: string | undefined): string {
  const at = time(iso);
  return at === null ? '' : dayAndTime(at);
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
  const open = (step.reaches ?? []).some(({ state }) => state === 'STARTED' || state === 'QUEUED');
  return done(stepWords(step, detail), OUTWARD.has(step.action) && !open && !isReported(detail, step) ? t('steps.recorded') : '');
}

function droppedWords(entry: TimelineEntry): string {
  return entry.dropped && entry.dropped.length > 0 ? t('steps.dropped', { names: entry.dropped.join(', ') }) : '';
}

/** Who is being reached just now, and who is tried again. */
export function runningLines(detail: AlertDetail, now: number): StepLine[] {
  return detail.steps.flatMap((step) =>
    (step.reaches ?? [])
      .filter((reach) => reach.state === 'STARTED' || reach.state === 'QUEUED' || (reach.state === 'WAITING' && time(reach.at) !== null))
      .map((reach): StepLine => {
        const at = time(reach.at) ?? now;
        const again = reach.tries > 1 ? `·${t('reach.tries', { n: reach.tries })}` : '';
        return {
          key: `reach-${step.index}-${reach.contact}`,
          look: reach.state === 'STARTED' ? 'running' : 'next',
          // one that waits for a line has no time of its own
          when: reach.state === 'QUEUED' ? '' : countdown(at - now),
          what: effectWords(reach.contact, reach.channel, step.action, detail),
          end: stateWords(reach, isReported(detail, step), now) + again,
        };
      }),
  );
}

/** What is still to come, soonest first. */
export function comingLines(detail: AlertDetail, claimed: boolean, now: number): StepLine[] {
  const pending = detail.steps
    .filter((step) => step.state === 'PENDING' && step.action !== 'SHOW_ALL_CONSOLES')
    .sort((a, b) => Date.parse(a.dueAt) - Date.parse(b.dueAt));
  return pending.map((step, index) => {
    const idle = claimed && step.condition !== 'ALWAYS';
    return {
      key: `step-${step.index}`,
      look: index === 0 && !idle ? 'next' : 'later',
      when: t('steps.after', { left: countdown((time(step.dueAt) ?? now) - now) }),
      what: stepWords(step, detail),
      end: idle ? t(step.condition === 'UNCLAIMED_GRAVE' ? 'steps.ifGrave' : 'steps.ifUnclaimed') : timeOfDay(Date.parse(step.dueAt)),
    };
  });
}

function stepWords(step: Step, detail: AlertDetail): string {
  const names = step.contacts.map((id) => detail.resident?.convoy.find((contact) => contact.id === id)?.name ?? id);
  return [t(`action.${step.action}`), names.join('、')].filter((part) => part !== '').join(' ');
}
