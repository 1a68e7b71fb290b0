import type { Shape } from '../words';
import type zh from '../zh/help';

const en: Shape<typeof zh> = {
  help: {
    title: 'Keys',
    close: 'Close',
    intro: 'No key acts while an input method composes or while you type in a field.',
    claim: 'claim the selected alert, or the first one that waits',
    again: 'acknowledge when the wearer calls again',
    move: 'select the next, the former',
    finish: 'open the closing; submit it there',
    send: 'send ambulance and contacts, both at once',
    notify: 'tell the contact pair',
    wait: 'put off (never what is urgent)',
    progress: 'help is one step nearer',
    takeOver: 'a supervisor takes over a case of others',
    reopen: 'open a resolved case again',
    preset: 'choose a disposition at once',
    letters: 'in the closing: cause, outcome, verification',
    mute: 'mute for 60 s, the sound only',
    search: 'search',
    note: 'in the note field: Enter records, Shift+Enter breaks the line',
    escape: 'close a window or the search',
    help: 'open and close this window',
    sounds: 'Sounds',
    soundP1: 'Urgent: two bursts of five tones every 5 s',
    soundP2: 'High: three tones every 15 s',
    soundP3: 'Normal: one tone',
    soundLost: 'Offline: one high, one low, every 5 s',
  },
};

export default en;
