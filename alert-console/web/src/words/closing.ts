/** The closing of a case: these words come with the part of the desk that shows them. */
import type { DeskWord } from './desk';
import { addWords, say, type Leaves, type Say } from './words';
import zh from './zh/closing';

addWords(zh, () => import('./en/closing'));

export type ClosingWord = Leaves<typeof zh> | DeskWord;

export const t: Say<ClosingWord> = say;
