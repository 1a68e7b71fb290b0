// @vitest-environment happy-dom
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { t as inClosing } from '../../src/words/closing';
import { hasWord, t } from '../../src/words/desk';
import { addWords, say, speak, withWords, type Tree } from '../../src/words/words';

function leaves(tree: Tree, path = ''): [string, string][] {
  return Object.entries(tree).flatMap(([key, value]): [string, string][] => (typeof value === 'string' ? [[path + key, value]] : leaves(value, `${path}${key}.`)));
}

function filesUnder(folder: string): string[] {
  return readdirSync(folder).flatMap((name) => {
    const path = join(folder, name);
    return statSync(path).isDirectory() ? (name === 'node_modules' ? [] : filesUnder(path)) : [path];
  });
}

const WORDS = join(import.meta.dirname, '..', '..', 'src', 'words');
const PARTS = readdirSync(join(WORDS, 'zh')).sort();

async function allOf(language: 'zh' | 'en'): Promise<Map<string, string>> {
  const texts = await Promise.all(PARTS.map(async (part) => leaves(((await import(join(WORDS, language, part))) as { default: Tree }).default)));
  return new Map(texts.flat());
}

const chinese = await allOf('zh');
const english = await allOf('en');

describe('the two languages', () => {
  it('have the same parts, none of which has a key of another', async () => {
    expect(readdirSync(join(WORDS, 'en')).sort()).toEqual(PARTS);
    const counts = await Promise.all(PARTS.map(async (part) => leaves(((await import(join(WORDS, 'zh', part))) as { default: Tree }).default).length));
    expect(chinese.size).toBe(counts.reduce((sum, count) => sum + count, 0));
  });

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
    expect(inClosing('closing.p3')).toBe('误触');
  });

  it('know which words exist', () => {
    expect(hasWord('kind.sos')).toBe(true);
    expect(hasWord('kind.unheard')).toBe(false);
  });

  it('of a part that is not there do not compile', () => {
    // @ts-expect-error the closing brings its own words
    expect(t('closing.unheard')).toBe('closing.unheard');
    // @ts-expect-error no such word
    expect(inClosing('closing.unheard')).toBe('closing.unheard');
  });
});

describe('a part that comes later', () => {
  it('is Chinese until its English is there, and what waits for the part waits for that', async () => {
    await speak('en');
    let bring: (words: { default: { late: string } }) => void = () => {};
    addWords({ late: '晚到' }, () => new Promise((resolve) => (bring = resolve)));
    const part = withWords(Promise.resolve('the part'));
    expect(say('late')).toBe('晚到');
    bring({ default: { late: 'late' } });
    expect(await part).toBe('the part');
    expect(say('late')).toBe('late');
    await speak('zh-CN');
    expect(say('late')).toBe('晚到');
  });

  it('stays Chinese when its English cannot be fetched, and is asked for again with the next choice', async () => {
    await speak('en');
    let tries = 0;
    addWords({ cut: '断了' }, async () => {
      tries++;
      if (tries === 1) {
        throw new Error('no line');
      }
      return { default: { cut: 'cut' } };
    });
    await withWords(Promise.resolve());
    expect(say('cut')).toBe('断了');
    await speak('en');
    expect([say('cut'), tries]).toEqual(['cut', 2]);
    await speak('zh-CN');
  });
});
