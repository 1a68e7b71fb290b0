/** What is asked in place: these words come with the part of the desk that shows them. */
import type { DeskWord } from './desk';
import { addWords, say, type Leaves, type Say } from './words';
import zh from './zh/asking';

addWords(zh, () => import('./en/asking'));

export const t: Say<Leaves<typeof zh> | DeskWord> = say;
