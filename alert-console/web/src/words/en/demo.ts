import type { Shape } from '../words';
import type zh from '../zh/demo';

const en: Shape<typeof zh> = {
  carrier: {
    title: 'Demo telephones',
    about: 'A demo calls nobody. These are the calls and messages that would have gone out; you may answer in their place, and while this page is open calls ring longer.',
    empty: 'No calls and messages yet. Press a band of the demo; if nobody takes the alert within a minute, it rings here.',
    real: 'This is no demo: calls and messages go to real people, and nothing is here.',
    rings: 'ringing',
    going: 'Press 1: I am going',
    cannot: 'Press 2: I cannot',
    noAnswer: 'Do not answer',
    reply1: 'Reply 1: I am going',
    reply2: 'Reply 2: I cannot',
    answerFor: 'Answer for {name}',
    openCase: 'alert',
    link: 'link',
    supervisor: 'supervisor on call',
    ambulance: '120',
    told: {
      ACCEPTED: 'said "I am going"',
      DECLINED: 'said "I cannot"',
      NO_ANSWER: 'did not answer',
      DELIVERED: 'delivered',
      WITHDRAWN: 'not needed any more, hung up',
      BUSY: 'busy',
      other: 'over',
    },
  },
};

export default en;
