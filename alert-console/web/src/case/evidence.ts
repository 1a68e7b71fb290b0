/** Why a rule fired, in one sentence: what was measured, when, and the limit it was held against. Pure but for the words. */
import { timeOfDay } from '../clock/format';
import type { Evidence } from '../wire/types';
import { t } from '../words/evidence';
import { isWord } from '../words/words';

type Value = Evidence['values'][number];
type Limit = Evidence['limits'][number];

/** As many values as an operator takes in at a glance; the rest is told as a number. */
const SHOWN = 3;

export function evidenceWords(evidence: Evidence): string {
  const values = evidence.values.slice(0, SHOWN).map(valueWords);
  const more = evidence.values.length - values.length;
  if (more > 0) {
    values.push(t('evidence.more', { n: more }));
  }
  return [ruleWords(evidence.rule), values.join(t('evidence.and')), evidence.limits.map(limitWords).join(t('evidence.and'))].filter((part) => part !== '').join(t('evidence.then'));
}

/** The text of a token that the server chose, or the token as it is: rules grow faster than words. */
function token(kind: 'rule' | 'what' | 'quality' | 'unit', name: string, unknown: string): string {
  const key = `evidence.${kind}.${name}`;
  return name !== '' && isWord(key) ? t(key as 'evidence.what.heartRate') : unknown;
}

function ruleWords(rule: string): string {
  return token('rule', rule, rule);
}

function whatWords(what: string): string {
  return token('what', what, what);
}

function valueWords(value: Value): string {
  return t('evidence.value', {
    what: whatWords(value.what),
    quality: token('quality', value.quality ?? '', ''),
    value: number(value.value),
    unit: unitWords(value.unit),
    at: timeOfDay(Date.parse(value.at)),
  });
}

function limitWords(limit: Limit): string {
  return t(`evidence.limit.${limit.comparison}`, {
    what: whatWords(limit.what),
    number: number(limit.number),
    unit: unitWords(limit.unit),
    source: t(`evidence.source.${limit.source}`),
  });
}

function unitWords(unit: string): string {
  return token('unit', unit, unit === '' ? '' : ` ${unit}`);
}

function number(value: number): string {
  return String(Math.round(value * 10) / 10);
}
