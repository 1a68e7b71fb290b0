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
export type Layer = 'desk' | 'closing' | 'help';

export type Intent = { readonly do: 'claim' | 'next' | 'previous' | 'mute' | 'search' | 'help' | 'escape' | 'takeMatch' | 'saveNote' } | ClosingIntent;

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
  if (focus === 'field' || focus === 'note' || focus === 'search') {
    return inField(stroke, focus);
  }
  switch (layer) {
    case 'help':
      return isHelpKey(stroke) && !stroke.repeat ? { do: 'escape' } : null;
    case 'closing':
      return whileClosing(stroke);
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
  return /^[1-8]$/.test(stroke.key) ? { do: 'preset', preset: Number(stroke.key) } : null;
}

function isHelpKey(stroke: KeyStroke): boolean {
  return stroke.key === '?' || stroke.key === '？';
}
