/** The telephones of a demo: these words come with their page. */
import type { DeskWord } from './desk';
import { addWords, say, type Leaves, type Say } from './words';
import zh from './zh/demo';

addWords(zh, () => import('./en/demo'));

export const t: Say<Leaves<typeof zh> | DeskWord> = say;
