// @vitest-environment happy-dom
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import en from '../../src/words/en';
import { hasWord, speak, t } from '../../src/words/words';
import zh from '../../src/words/zh-CN';

type Tree = { readonly [key: string]: string | Tree };

function leaves(tree: Tree, path = ''): [string, string][] {
  return Object.entries(tree).flatMap(([key, value]): [string, string][] => (typeof value === 'string' ? [[path + key, value]] : leaves(value, `${path}${key}.`)));
}

function filesUnder(folder: string): string[] {
  return readdirSync(folder).flatMap((name) => {
    const path = join(folder, name);
    return statSync(path).isDirectory() ? (name === 'node_modules' ? [] : filesUnder(path)) : [path];
  });
}

const chinese = new Map(leaves(zh));
const english = new Map(leaves(en));

describe('the two languages', () => {
  it('have exactly the same keys', () => {
    expect([...english.keys()].sort()).toEqual([...chinese.keys()].sort());
  });

  it('have the same placeholders and no empty text', () => {
    const holes = (text: string): string[] => (text.match(/\{\w+\}/g) ?? []).sort();
    for (const [key, text] of chinese) {
      expect(text, key).not.toBe('');
      expect(english.get(key), key).not.toBe('');
      expect(holes(english.get(key) ?? ''), key).toEqual(holes(text));
    }
  });

  it('leave no Chinese in the English text but the name of the language', () => {
    const left = [...english].filter(([key, text]) => /[\u4e00-\u9fff]/.test(text) && key !== 'top.otherLanguage');
    expect(left).toEqual([]);
  });
});

describe('what is never said', () => {
  // written apart, so that this file does not hold it either
  const NEVER = ['失', '独'].join('');

  it('stands in no text, no source and no page', () => {
    const root = join(import.meta.dirname, '..', '..');
    const holding = ['src', 'dev', 'e2e', 'public', 'index.html']
      .map((name) => join(root, name))
      .flatMap((path) => (statSync(path).isDirectory() ? filesUnder(path) : [path]))
      .filter((path) => readFileSync(path, 'utf8').includes(NEVER));
    expect(holding).toEqual([]);
  });
});

describe('texts', () => {
  it('fill in placeholders and leave unknown ones visible', async () => {
    await speak('zh-CN');
    expect(t('queue.waiting', { n: 7 })).toBe('待接 7');
    expect(t('queue.waiting')).toBe('待接 {n}');
    expect(t('steps.note', { name: '李明', text: '{name} 与 {n}' })).toBe('李明：{name} 与 {n}');
  });

  it('change with the language', async () => {
    await speak('en');
    expect(t('queue.waiting', { n: 7 })).toBe('Waiting 7');
    expect(document.documentElement.lang).toBe('en');
    await speak('zh-CN');
    expect(t('closing.p3')).toBe('误触');
  });

  it('know which words exist', () => {
    expect(hasWord('kind.sos')).toBe(true);
    expect(hasWord('kind.unheard')).toBe(false);
  });
});
