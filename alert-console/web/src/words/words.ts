/**
 * The words of the console, Chinese first. Keys are checked by the compiler, both languages have exactly the same ones.
 * Texts hold placeholders in braces and nothing else; they are filled in, never compiled into code.
 */
import { createI18n } from 'vue-i18n';
import { compile } from './compile';
import zh from './zh-CN';

type Shape<T> = { [K in keyof T]: T[K] extends string ? string : Shape<T[K]> };
export type Words = Shape<typeof zh>;

type Leaves<T> = { [K in keyof T & string]: T[K] extends string ? K : `${K}.${Leaves<T[K]>}` }[keyof T & string];
/** Every key of the texts, as `queue.claim`. */
export type WordKey = Leaves<Words>;

export const LANGUAGES = ['zh-CN', 'en'] as const;
export type Language = (typeof LANGUAGES)[number];

const i18n = createI18n({
  legacy: false,
  locale: 'zh-CN' as Language,
  fallbackLocale: 'zh-CN',
  messages: { 'zh-CN': zh } as Record<string, Words>,
  messageCompiler: compile,
  missingWarn: false,
  fallbackWarn: false,
});

/** The text of a key in the language now shown; reactive where it is called while something is drawn. */
export function t(key: WordKey, named: Record<string, string | number> = {}): string {
  return i18n.global.t(key, named);
}

/** Whether there is such a key: for words that the server chooses and that may grow. */
export function hasWord(key: string): key is WordKey {
  return i18n.global.te(key, 'zh-CN');
}

export function language(): Language {
  return i18n.global.locale.value as Language;
}

/** Shows another language; its texts are fetched when first wanted. */
export async function speak(wanted: Language): Promise<void> {
  if (wanted === 'en' && !i18n.global.availableLocales.includes('en')) {
    i18n.global.setLocaleMessage('en', (await import('./en')).default);
  }
  i18n.global.locale.value = wanted;
  document.documentElement.lang = wanted;
}
