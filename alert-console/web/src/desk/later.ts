/**
 * Parts of the desk that are not on its first picture. They are fetched as soon as the desk is live, not when they are
 * wanted: at that moment the line may be gone.
 */
import { defineAsyncComponent } from 'vue';
import { withWords } from '../words/words';

const closeDialog = () => withWords(import('../closing/CloseDialog.vue'));
const helpDialog = () => withWords(import('./HelpDialog.vue'));
const askStrip = () => withWords(import('../asking/AskStrip.vue'));
const endedStrip = () => withWords(import('../case/EndedStrip.vue'));
const positionTile = () => withWords(import('../side/PositionTile.vue'));
const vitalTiles = () => withWords(import('../case/VitalTiles.vue'));
const testList = () => withWords(import('../devices/TestList.vue'));
const deviceLine = () => withWords(import('../devices/DeviceLine.vue'));
const warningStrip = () => withWords(import('../warnings/WarningStrip.vue'));
const warningLine = () => withWords(import('../warnings/WarningLine.vue'));
const endedList = () => withWords(import('../queue/EndedList.vue'));

export const CloseDialog = defineAsyncComponent(closeDialog);
export const HelpDialog = defineAsyncComponent(helpDialog);
export const AskStrip = defineAsyncComponent(askStrip);
export const EndedStrip = defineAsyncComponent(endedStrip);
export const PositionTile = defineAsyncComponent(positionTile);
export const VitalTiles = defineAsyncComponent(vitalTiles);
export const TestList = defineAsyncComponent(testList);
export const DeviceLine = defineAsyncComponent(deviceLine);
export const WarningStrip = defineAsyncComponent(warningStrip);
export const WarningLine = defineAsyncComponent(warningLine);
export const EndedList = defineAsyncComponent(endedList);

/** Fetches them all; what fails is fetched again when it is wanted. */
export function fetchLater(): void {
  for (const part of [warningStrip, warningLine, vitalTiles, positionTile, closeDialog, askStrip, endedStrip, endedList, testList, deviceLine, helpDialog]) {
    part().catch(() => {});
  }
}
