/** The sketch of a position: these words come with the part of the desk that shows them. */
import type { DeskWord } from './desk';
import { addWords, say, type Leaves, type Say } from './words';
import zh from './zh/position';

addWords(zh, () => import('./en/position'));

export const t: Say<Leaves<typeof zh> | DeskWord> = say;
