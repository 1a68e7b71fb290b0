/** Warnings of weather and disasters, on the desk and on their page. */
import type { DeskWord } from './desk';
import { addWords, say, type Leaves, type Say } from './words';
import zh from './zh/warnings';

addWords(zh, () => import('./en/warnings'));

export const t: Say<Leaves<typeof zh> | DeskWord> = say;
