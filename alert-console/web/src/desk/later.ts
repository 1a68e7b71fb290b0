/**
 * Parts of the desk that are not on its first picture. They are fetched as soon as the desk is live, not when they are
 * wanted: at that moment the line may be gone.
 */
import { defineAsyncComponent } from 'vue';

const closeDialog = () => import('../closing/CloseDialog.vue');
const helpDialog = () => import('./HelpDialog.vue');
const askStrip = () => import('../asking/AskStrip.vue');
const endedStrip = () => import('../case/EndedStrip.vue');
const positionTile = () => import('../side/PositionTile.vue');
const vitalTiles = () => import('../case/VitalTiles.vue');
const endedList = () => import('../queue/EndedList.vue');

export const CloseDialog = defineAsyncComponent(closeDialog);
export const HelpDialog = defineAsyncComponent(helpDialog);
export const AskStrip = defineAsyncComponent(askStrip);
export const EndedStrip = defineAsyncComponent(endedStrip);
export const PositionTile = defineAsyncComponent(positionTile);
export const VitalTiles = defineAsyncComponent(vitalTiles);
export const EndedList = defineAsyncComponent(endedList);

/** Fetches them all; what fails is fetched again when it is wanted. */
export function fetchLater(): void {
  for (const part of [vitalTiles, positionTile, closeDialog, askStrip, endedStrip, endedList, helpDialog]) {
    part().catch(() => {});
  }
}
