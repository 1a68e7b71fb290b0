/** Light or dark: the login as light as paper, the desk dark for the night shift, until somebody chooses. */
import { shallowRef } from 'vue';

export type Look = 'light' | 'dark';

/** Kept for the tab only; logging out clears it with everything else. */
const KEPT_AS = 'convoy.look';

export const look = shallowRef<Look>('dark');

/** Shows a page in the chosen look, or in the one that suits it. */
export function showIn(suited: Look): void {
  const kept = sessionStorage.getItem(KEPT_AS);
  apply(kept === 'light' || kept === 'dark' ? kept : suited);
}

export function choose(wanted: Look): void {
  sessionStorage.setItem(KEPT_AS, wanted);
  apply(wanted);
}

function apply(wanted: Look): void {
  look.value = wanted;
  document.documentElement.dataset['theme'] = wanted;
}
