/** Why a rule fired: these words come with the part of the desk that shows them. */
import type { DeskWord } from './desk';
import { addWords, say, type Leaves, type Say } from './words';
import zh from './zh/evidence';

addWords(zh, () => import('./en/evidence'));

export const t: Say<Leaves<typeof zh> | DeskWord> = say;
