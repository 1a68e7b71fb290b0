import { describe, expect, it } from 'vitest';
import { intentOf, type Focus, type KeyStroke, type Layer } from '../../src/desk/keys';

function stroke(key: string, more: Partial<KeyStroke> = {}): KeyStroke {
  return { key, keyCode: 0, isComposing: false, repeat: false, ctrlKey: false, metaKey: false, altKey: false, shiftKey: false, ...more };
}

function at(key: string, focus: Focus = 'none', layer: Layer = 'desk', more: Partial<KeyStroke> = {}): string | null {
  const intent = intentOf(stroke(key, more), focus, layer);
  return intent === null ? null : 'preset' in intent ? `preset ${intent.preset}` : 'letter' in intent ? `choose ${intent.letter}` : intent.do;
}

describe('keys of the desk', () => {
  it.each([
    ['Enter', 'claim'], ['j', 'next'], ['J', 'next'], ['k', 'previous'], [' ', 'mute'], ['/', 'search'], ['／', 'search'], ['?', 'help'], ['？', 'help'],
    ['1', 'preset 1'], ['8', 'preset 8'], ['Escape', 'escape'],
  ])('%s means %s', (key, meaning) => {
    expect(at(key)).toBe(meaning);
  });

  it.each(['9', '0', 'a', 'F2', 'F4', 'Tab', 'ArrowDown'])('%s means nothing', (key) => {
    expect(at(key)).toBeNull();
  });

  it('opens and submits the closing with Ctrl+Enter, also out of a field', () => {
    expect(at('Enter', 'none', 'desk', { ctrlKey: true })).toBe('openClosing');
    expect(at('Enter', 'note', 'desk', { ctrlKey: true })).toBe('openClosing');
    expect(at('Enter', 'field', 'closing', { ctrlKey: true })).toBe('submitClosing');
    expect(at('Enter', 'none', 'help', { ctrlKey: true })).toBeNull();
  });

  it('leaves every other combination to the browser', () => {
    expect(at('j', 'none', 'desk', { ctrlKey: true })).toBeNull();
    expect(at('1', 'none', 'desk', { altKey: true })).toBeNull();
    expect(at('Enter', 'none', 'desk', { metaKey: true })).toBeNull();
  });
});

describe('the keys of a case', () => {
  it.each([['F9', 'send'], ['F8', 'notify'], ['w', 'wait'], ['D', 'progress'], ['t', 'takeOver'], ['r', 'reopen']])('%s means %s', (key, meaning) => {
    expect(at(key)).toBe(meaning);
    expect(at(key, 'none', 'desk', { repeat: true })).toBeNull();
    expect(at(key, 'none', 'closing')).not.toBe(meaning);
    expect(at(key, 'none', 'help')).toBeNull();
  });

  it('send for help also while a note is written, and letters stay in the note', () => {
    expect(at('F9', 'note')).toBe('send');
    expect(at('F8', 'search')).toBe('notify');
    for (const key of ['w', 'd', 't', 'r']) {
      expect(at(key, 'note')).toBeNull();
      expect(at(key, 'search')).toBeNull();
    }
  });

  it('send nothing while an input method composes', () => {
    expect(at('F9', 'note', 'desk', { isComposing: true })).toBeNull();
  });
});

describe('a question about a case', () => {
  it('takes digits and letters, Enter sends it, Escape leaves it', () => {
    expect(intentOf(stroke('2'), 'none', 'asking')).toEqual({ do: 'answer', key: '2' });
    expect(intentOf(stroke('q'), 'control', 'asking')).toEqual({ do: 'answer', key: 'q' });
    expect(at('Enter', 'none', 'asking')).toBe('submitAsking');
    expect(at('Enter', 'field', 'asking')).toBe('submitAsking');
    expect(at('Enter', 'none', 'asking', { ctrlKey: true })).toBe('submitAsking');
    expect(at('Escape', 'field', 'asking')).toBe('escape');
  });

  it('leaves what is typed to its field and Enter to a button; a key held down sends nothing', () => {
    expect(at('2', 'field', 'asking')).toBeNull();
    expect(at('Enter', 'control', 'asking')).toBeNull();
    expect(at('Enter', 'none', 'asking', { repeat: true })).toBeNull();
    expect(at('Enter', 'field', 'asking', { repeat: true })).toBeNull();
    expect(at('Enter', 'field', 'asking', { isComposing: true })).toBeNull();
  });

  it('keeps the keys of the desk away', () => {
    for (const key of ['F9', ' ', '/']) {
      expect(at(key, 'none', 'asking')).toBeNull();
    }
  });
});

describe('an input method', () => {
  const composing: Partial<KeyStroke>[] = [{ isComposing: true }, { keyCode: 229 }];
  it.each(composing)('takes every key while it composes (%o)', (more) => {
    for (const layer of ['desk', 'closing', 'help'] as const) {
      for (const focus of ['none', 'row', 'note', 'search', 'field', 'control'] as const) {
        for (const key of ['Enter', ' ', 'j', '3', '?', '/', 'Escape', 'Process', 'z']) {
          expect(at(key, focus, layer, more)).toBeNull();
          expect(at(key, focus, layer, { ...more, ctrlKey: true })).toBeNull();
        }
      }
    }
  });
});

describe('a key held down', () => {
  it('moves on but never claims, mutes, closes or chooses again', () => {
    const held = { repeat: true };
    expect(at('j', 'none', 'desk', held)).toBe('next');
    for (const key of ['Enter', ' ', '3', '/', '?']) {
      expect(at(key, 'none', 'desk', held)).toBeNull();
    }
    expect(at('Enter', 'note', 'desk', held)).toBeNull();
    expect(at('Enter', 'none', 'closing', { ...held, ctrlKey: true })).toBeNull();
    expect(at('3', 'none', 'closing', held)).toBeNull();
  });
});

describe('fields and controls', () => {
  it('keeps what is typed in the field', () => {
    for (const focus of ['note', 'search', 'field'] as const) {
      for (const key of ['j', 'k', '1', ' ', '/', '?', 'z']) {
        expect(at(key, focus)).toBeNull();
        expect(at(key, focus, 'closing')).toBeNull();
      }
    }
  });

  it('records a note with Enter and breaks the line with Shift+Enter', () => {
    expect(at('Enter', 'note')).toBe('saveNote');
    expect(at('Enter', 'note', 'desk', { shiftKey: true })).toBeNull();
  });

  it('takes the first match of a search and never claims out of it', () => {
    expect(at('Enter', 'search')).toBe('takeMatch');
  });

  it('leaves Enter and Space to a button reached with Tab, and claims from a row', () => {
    expect(at('Enter', 'control')).toBeNull();
    expect(at(' ', 'control')).toBeNull();
    expect(at('Enter', 'row')).toBe('claim');
    expect(at('j', 'control')).toBe('next');
  });
});

describe('the closing', () => {
  it('knows presets and letters, and neither claims nor mutes', () => {
    expect(at('3', 'none', 'closing')).toBe('preset 3');
    expect(at('z', 'none', 'closing')).toBe('choose Z');
    expect(at('j', 'none', 'closing')).toBe('choose J');
    expect(at('Enter', 'none', 'closing')).toBeNull();
    expect(at(' ', 'none', 'closing')).toBeNull();
  });

  it('is left with Escape, as the help is', () => {
    expect(at('Escape', 'field', 'closing')).toBe('escape');
    expect(at('?', 'none', 'help')).toBe('escape');
    expect(at('Enter', 'none', 'help')).toBeNull();
  });
});
