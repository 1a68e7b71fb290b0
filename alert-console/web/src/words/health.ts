/** Charts and the weekly page: these words come with the pages that show them. */
import type { DeskWord } from './desk';
import { addWords, say, type Leaves, type Say } from './words';
import zh from './zh/health';

addWords(zh, () => import('./en/health'));

export type HealthWord = Leaves<typeof zh> | DeskWord;
export const t: Say<HealthWord> = say;
