/**
 * The words of the console, Chinese first. Each part of the desk brings its own (`words/closing.ts`): Chinese with its
 * code, another language when it is first wanted. The `t` of a part takes the keys of that part and of the desk, so that a
 * word that is missing, or that is not there yet when it is shown, does not compile. Texts hold placeholders in braces and
 * nothing else; they are filled in, never turned into code (CSP).
 */
import { shallowRef } from 'vue';

export interface Tree {
  readonly [key: string]: string | Tree;
}
/** The same keys with other texts. */
export type Shape<T> = { [K in keyof T]: T[K] extends string ? string : Shape<T[K]> };
/** Every key of the texts, as `queue.claim`. */
export type Leaves<T> = { [K in keyof T & string]: T[K] extends string ? K : `${K}.${Leaves<T[K]>}` }[keyof T & string];
/** The text of a key in the language now shown; reactive where it is called while something is drawn. */
export type Say<K extends string> = (key: K, named?: Readonly<Record<string, string | number>>) => string;

export const LANGUAGES = ['zh-CN', 'en'] as const;
export type Language = (typeof LANGUAGES)[number];

const PLACEHOLDER = /\{(\w+)\}/g;

const spoken = shallowRef<Language>('zh-CN');
/** Counts what came in, so that what is drawn already is drawn again with it. */
const arrivals = shallowRef(0);
const chinese = new Map<string, string>();
const english = new Map<string, string>();
/** English of the parts that are there, not fetched yet. */
const unread: (() => Promise<{ default: Tree }>)[] = [];
let reading: Promise<void> = Promise.resolve();

/** A part of the desk brings its words. */
export function addWords<T extends Tree>(zh: T, en: () => Promise<{ default: Shape<T> }>): void {
  put(chinese, zh);
  unread.push(en as () => Promise<{ default: Tree }>);
  if (spoken.value === 'en') {
    // until it is there, or if it never comes, Chinese is better than nothing
    reading = readEnglish().catch(() => {});
  }
}

/** A part that is fetched, once its words are there in the language that is shown. */
export async function withWords<T>(part: Promise<T>): Promise<T> {
  const fetched = await part;
  await reading;
  return fetched;
}

export const say: Say<string> = (key, named) => {
  const text = (spoken.value === 'en' && arrivals.value > 0 ? english.get(key) : undefined) ?? chinese.get(key) ?? key;
  return named === undefined ? text : text.replace(PLACEHOLDER, (whole, name: string) => String(named[name] ?? whole));
};

/** Whether there is such a key: for words that the server chooses and that may grow. */
export function isWord(key: string): boolean {
  return chinese.has(key);
}

export function language(): Language {
  return spoken.value;
}

/** Shows another language; its texts are fetched when first wanted. Fails, and changes nothing, if they cannot be. */
export async function speak(wanted: Language): Promise<void> {
  if (wanted === 'en') {
    await readEnglish();
  }
  spoken.value = wanted;
  document.documentElement.lang = wanted;
}

async function readEnglish(): Promise<void> {
  while (unread.length > 0) {
    const wanted = [...unread];
    const texts = await Promise.all(wanted.map((read) => read()));
    texts.forEach((text) => put(english, text.default));
    wanted.map((read) => unread.indexOf(read)).forEach((at) => at >= 0 && unread.splice(at, 1));
    arrivals.value++;
  }
}

function put(into: Map<string, string>, tree: Tree, path = ''): void {
  for (const [key, value] of Object.entries(tree)) {
    if (typeof value === 'string') {
      into.set(path + key, value);
    } else {
      put(into, value, `${path}${key}.`);
    }
  }
}
