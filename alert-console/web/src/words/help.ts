/** The window of keys and sounds: these words come with the part of the desk that shows them. */
import type { DeskWord } from './desk';
import { addWords, say, type Leaves, type Say } from './words';
import zh from './zh/help';

addWords(zh, () => import('./en/help'));

export const t: Say<Leaves<typeof zh> | DeskWord> = say;
