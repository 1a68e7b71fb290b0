/**
 * What a key means at the duty desk. Pure, so that the rules can be tested without a browser.
 *
 * Three rules come before all others: nothing while an input method composes (Enter then chooses a word and must not
 * claim an alarm), nothing on auto-repeat except moving up and down (a key held down must not claim the whole queue),
 * and what is typed into a field stays there.
 */

/** The part of a KeyboardEvent that is looked at. */
export interface KeyStroke {
  readonly key: string;
  readonly keyCode: number;
  readonly isComposing: boolean;
  readonly repeat: boolean;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly altKey: boolean;
  readonly shiftKey: boolean;
}

/** Where the focus is: a text field, the note field, the search field, a row of the queue, another control, nowhere. */
export type Focus = 'field' | 'note' | 'search' | 'row' | 'control' | 'none';

/** What lies on top of the desk. */
export type Layer = 'desk' | 'closing' | 'asking' | 'help';

export type Intent = { readonly do: 'claim' | 'next' | 'previous' | 'mute' | 'search' | 'help' | 'escape' | 'takeMatch' | 'saveNote' } | ClosingIntent | CaseIntent;

/** What is done with the open case besides closing it. */
export type CaseIntent =
  | { readonly do: 'send' | 'notify' | 'wait' | 'progress' | 'takeOver' | 'reopen' | 'submitAsking' }
  | { readonly do: 'answer'; readonly key: string };

/** What has to do with closing a case. */
export type ClosingIntent =
  | { readonly do: 'openClosing' | 'submitClosing' }
  | { readonly do: 'preset'; readonly preset: number }
  | { readonly do: 'choose'; readonly letter: string };

/** The code that browsers report for a key which an input method has taken. */
const TAKEN_BY_INPUT_METHOD = 229;

export function isComposing(stroke: Pick<KeyStroke, 'isComposing' | 'keyCode'>): boolean {
  return stroke.isComposing || stroke.keyCode === TAKEN_BY_INPUT_METHOD;
}

/** Help is sent for also while a note is being written: no text holds these keys. */
const HELP_KEYS: Readonly<Record<string, CaseIntent>> = { F9: { do: 'send' }, F8: { do: 'notify' } };
const CASE_KEYS: Readonly<Record<string, CaseIntent>> = { w: { do: 'wait' }, d: { do: 'progress' }, t: { do: 'takeOver' }, r: { do: 'reopen' } };

/** The intent of a stroke, or null when the browser shall do what it always does. */
export function intentOf(stroke: KeyStroke, focus: Focus, layer: Layer): Intent | null {
  if (isComposing(stroke) || stroke.altKey || stroke.metaKey) {
    return null;
  }
  if (stroke.key === 'Escape') {
    return { do: 'escape' };
  }
  if (stroke.ctrlKey) {
    return stroke.key === 'Enter' && !stroke.repeat && !stroke.shiftKey ? controlEnter(layer) : null;
  }
  if (layer === 'desk' && !stroke.repeat && !stroke.shiftKey && HELP_KEYS[stroke.key]) {
    return HELP_KEYS[stroke.key] ?? null;
  }
  if (focus === 'field' || focus === 'note' || focus === 'search') {
    return layer === 'asking' && stroke.key === 'Enter' && !stroke.repeat ? { do: 'submitAsking' } : inField(stroke, focus);
  }
  switch (layer) {
    case 'help':
      return isHelpKey(stroke) && !stroke.repeat ? { do: 'escape' } : null;
    case 'closing':
      return whileClosing(stroke);
    case 'asking':
      return whileAsking(stroke, focus);
    case 'desk':
      return atDesk(stroke, focus);
  }
}

function controlEnter(layer: Layer): Intent | null {
  switch (layer) {
    case 'desk':
      return { do: 'openClosing' };
    case 'closing':
      return { do: 'submitClosing' };
    case 'asking':
      return { do: 'submitAsking' };
    case 'help':
      return null;
  }
}

function inField(stroke: KeyStroke, focus: Focus): Intent | null {
  if (stroke.key !== 'Enter' || stroke.shiftKey || stroke.repeat) {
    return null;
  }
  if (focus === 'note') {
    return { do: 'saveNote' };
  }
  return focus === 'search' ? { do: 'takeMatch' } : null;
}

function whileClosing(stroke: KeyStroke): Intent | null {
  if (stroke.repeat) {
    return null;
  }
  if (/^[1-8]$/.test(stroke.key)) {
    return { do: 'preset', preset: Number(stroke.key) };
  }
  return /^[a-z]$/i.test(stroke.key) ? { do: 'choose', letter: stroke.key.toUpperCase() } : null;
}

function whileAsking(stroke: KeyStroke, focus: Focus): Intent | null {
  if (stroke.repeat) {
    return null;
  }
  if (stroke.key === 'Enter') {
    return focus === 'control' ? null : { do: 'submitAsking' };
  }
  return /^[0-9a-z]$/i.test(stroke.key) ? { do: 'answer', key: stroke.key } : null;
}

function atDesk(stroke: KeyStroke, focus: Focus): Intent | null {
  switch (stroke.key.toLowerCase()) {
    case 'j':
      return { do: 'next' };
    case 'k':
      return { do: 'previous' };
    default:
      return stroke.repeat ? null : onceAtDesk(stroke, focus);
  }
}

function onceAtDesk(stroke: KeyStroke, focus: Focus): Intent | null {
  // a button or link reached with Tab keeps its own Enter and Space
  if (stroke.key === 'Enter') {
    return focus === 'control' ? null : { do: 'claim' };
  }
  if (stroke.key === ' ') {
    return focus === 'control' ? null : { do: 'mute' };
  }
  if (isHelpKey(stroke)) {
    return { do: 'help' };
  }
  // full-width forms come from an input method that is on but not composing
  if (stroke.key === '/' || stroke.key === '／') {
    return { do: 'search' };
  }
  if (/^[1-8]$/.test(stroke.key)) {
    return { do: 'preset', preset: Number(stroke.key) };
  }
  return CASE_KEYS[stroke.key.toLowerCase()] ?? null;
}

function isHelpKey(stroke: KeyStroke): boolean {
  return stroke.key === '?' || stroke.key === '？';
}
