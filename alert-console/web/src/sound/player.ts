/**
 * Makes the desk heard. One context, one pattern at a time; a browser that wants a gesture first gets it with the first
 * key or click, and until then the desk says that it is silent. Mute lasts a minute and mutes the sound only.
 */
import { shallowRef } from 'vue';
import { Conductor, type Calls } from './conductor';
import { PATTERNS, type Level } from './tones';

const BEAT_MILLIS = 200;
export const MUTE_MILLIS = 60_000;

/** True while the browser does not let the desk be heard. */
export const soundBlocked = shallowRef(false);
/** When the sound comes back, on the monotonic clock; null while it is on. */
export const mutedUntil = shallowRef<number | null>(null);

const conductor = new Conductor();
let context: AudioContext | null = null;
let sounding: GainNode | null = null;
let beat: ReturnType<typeof setInterval> | undefined;

/** Starts listening to what calls; `calls` is asked five times a second. */
export function startSound(calls: () => Calls): void {
  stopSound();
  open();
  document.addEventListener('pointerdown', open, true);
  document.addEventListener('keydown', open, true);
  beat = setInterval(() => onBeat(calls()), BEAT_MILLIS);
}

export function stopSound(): void {
  clearInterval(beat);
  document.removeEventListener('pointerdown', open, true);
  document.removeEventListener('keydown', open, true);
  hush();
  void context?.close();
  context = null;
  mutedUntil.value = null;
}

/** Space: silence for a minute, or the sound back. */
export function toggleMute(): void {
  if (mutedUntil.value === null) {
    mutedUntil.value = performance.now() + MUTE_MILLIS;
    hush();
  } else {
    mutedUntil.value = null;
  }
}

function open(): void {
  if (typeof AudioContext === 'undefined') {
    soundBlocked.value = true;
    return;
  }
  context ??= new AudioContext({ latencyHint: 'interactive' });
  if (context.state !== 'running') {
    void context.resume();
  }
  soundBlocked.value = context.state !== 'running';
}

function onBeat(calls: Calls): void {
  soundBlocked.value = context === null || context.state !== 'running';
  if (mutedUntil.value !== null && performance.now() >= mutedUntil.value) {
    mutedUntil.value = null;
  }
  if (mutedUntil.value !== null || soundBlocked.value) {
    conductor.skip(calls);
    return;
  }
  const level = conductor.next(calls, performance.now());
  if (level === 'hush') {
    hush();
  } else if (level) {
    play(level);
  }
}

function play(level: Level): void {
  if (!context) {
    return;
  }
  hush();
  const { tones, gain } = PATTERNS[level];
  const out = context.createGain();
  out.gain.value = gain;
  out.connect(context.destination);
  sounding = out;
  const start = context.currentTime + 0.02;
  for (const { at, hertz, seconds } of tones) {
    const tone = context.createOscillator();
    const envelope = context.createGain();
    tone.frequency.value = hertz;
    // 10 ms up and down: without them each tone clicks
    envelope.gain.setValueAtTime(0, start + at);
    envelope.gain.linearRampToValueAtTime(1, start + at + 0.01);
    envelope.gain.setValueAtTime(1, start + at + seconds - 0.01);
    envelope.gain.linearRampToValueAtTime(0, start + at + seconds);
    tone.connect(envelope).connect(out);
    tone.start(start + at);
    tone.stop(start + at + seconds);
  }
}

function hush(): void {
  sounding?.disconnect();
  sounding = null;
}
