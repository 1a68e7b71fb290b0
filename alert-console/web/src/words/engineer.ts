/** Bringing, blocking and connecting devices: these words come with the pages that show them. */
import type { DeskWord } from './desk';
import { addWords, say, type Leaves, type Say } from './words';
import zh from './zh/engineer';

addWords(zh, () => import('./en/engineer'));

export const t: Say<Leaves<typeof zh> | DeskWord> = say;
