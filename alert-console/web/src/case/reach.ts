/**
 * How far each person was reached, and what may be said about it: that somebody was called is said only when a channel
 * has reported. Pure but for the words.
 */
import { time } from '../feed/row';
import type { AlertDetail, Reach, Step, StepAction, TimelineEntry } from '../wire/types';
import { hasWord, t } from '../words/desk';

/** Steps that reach out of the house. */
export const OUTWARD: ReadonlySet<StepAction> = new Set<StepAction>(['CALL_SUPERVISOR', 'CALL', 'MESSAGE', 'REQUEST_AMBULANCE', 'INFORM']);

type Report = NonNullable<TimelineEntry['report']>;

/** Answers that only a channel can give. UNREACHABLE and FAILED come also when there is none. */
const ANSWERS: ReadonlySet<Report> = new Set<Report>(['NO_ANSWER', 'DECLINED', 'DELIVERED', 'ACCEPTED']);
const ANSWERED: ReadonlySet<Reach['state']> = new Set<Reach['state']>(['DELIVERED', 'ACCEPTED', 'DECLINED']);

export function isAnswer(report: Report | undefined): boolean {
  return report !== undefined && ANSWERS.has(report);
}

/** Whether a channel has told anything about a step. */
export function isReported(detail: AlertDetail, step: Step): boolean {
  return (
    (step.reaches ?? []).some((reach) => ANSWERED.has(reach.state)) ||
    detail.timeline.some((entry) => entry.type === 'EFFECT_REPORTED' && entry.step === step.index && isAnswer(entry.report))
  );
}

/** Who is meant: a contact by name, or the role that the action names. */
export function whoOf(contact: string, action: StepAction, detail: AlertDetail): string {
  if (contact !== '') {
    return detail.resident?.convoy.find(({ id }) => id === contact)?.name ?? contact;
  }
  switch (action) {
    case 'REQUEST_AMBULANCE':
      return t('reach.ambulance');
    case 'CALL_SUPERVISOR':
      return t('reach.supervisor');
    case 'MESSAGE':
    case 'INFORM':
      return t('reach.everyone');
    default:
      return '';
  }
}

/** `周秀芬 语音` */
export function effectWords(contact: string, channel: string | undefined, action: StepAction, detail: AlertDetail): string {
  const key = `channel.${channel ?? ''}`;
  return t('steps.effect', { who: whoOf(contact, action, detail), channel: hasWord(key) ? t(key) : '' }).trim();
}

/** Where it stands: `3 秒后再试`, `无人接听`. */
export function stateWords(reach: Reach, reported: boolean, now: number): string {
  if (reach.state === 'WAITING') {
    const at = time(reach.at);
    if (at === null) {
      return t('reach.WAITING');
    }
    return at > now ? t('reach.retry', { n: Math.ceil((at - now) / 1000) }) : t('reach.retryNow');
  }
  return reach.state === 'FAILED' && !reported ? t('reach.notDialled') : t(`reach.${reach.state}`);
}

/** The newest that is known of one contact, over all steps: what is good news before what is not. */
export function newestReach(detail: AlertDetail, contact: string): { readonly reach: Reach; readonly step: Step } | null {
  const found = detail.steps.flatMap((step) => (step.reaches ?? []).filter((reach) => reach.contact === contact).map((reach) => ({ reach, step })));
  return found.find(({ reach }) => reach.state === 'ACCEPTED') ?? found.filter(({ reach }) => reach.state !== 'STOPPED').at(-1) ?? found.at(-1) ?? null;
}
