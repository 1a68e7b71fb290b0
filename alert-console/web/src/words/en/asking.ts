import type { Shape } from '../words';
import type zh from '../zh/asking';

const en: Shape<typeof zh> = {
  asking: {
    deferTitle: 'Put off for how long, and why',
    takeOverTitle: '{name} has it. Take it over?',
    takeOverFree: 'Nobody has it, claim it',
    reopenTitle: 'Open again, I take it',
    finishTitle: 'Visited, close it for good',
    back: 'Back',
    why: 'Why',
    howLong: 'How long',
    minutes: '{n} min',
    hours: '{n} h',
    note: 'Remark',
    noteTakeOver: 'Reason (goes on the time line)',
    testTitle: 'Test of device {id}: for how long',
    testWhy: 'New alerts are held; two presses, a further signal or the end of the test make them ring.',
    submitTest: 'Begin test',
    submitDefer: 'Put off',
    submitTakeOver: 'Take over',
    submitReopen: 'Open',
    submitFinish: 'Close',
    missingReason: 'Choose a reason with 1-4',
    missingTime: 'Choose how long',
    urgent: 'It is urgent now and cannot be put off',
  },
};

export default en;
