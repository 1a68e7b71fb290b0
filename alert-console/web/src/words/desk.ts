/** The words of the first picture: the desk itself and the case. */
import { addWords, isWord, say, type Leaves, type Say } from './words';
import zhCase from './zh/case';
import zh from './zh/desk';

addWords(zh, () => import('./en/desk'));
addWords(zhCase, () => import('./en/case'));

/** Every key that is there from the beginning. */
export type DeskWord = Leaves<typeof zh> | Leaves<typeof zhCase>;

export const t: Say<DeskWord> = say;

/** Whether the desk has such a word: for words that the server chooses and that may grow. */
export function hasWord(key: string): key is DeskWord {
  return isWord(key);
}
