import type { Shape } from '../words';
import type zh from '../zh/warnings';

const en: Shape<typeof zh> = {
  warning: {
    title: 'Warnings now in force',
    strip: 'Warnings in force {n}',
    all: 'Show all',
    residents: '{n} residents there',
    nobody: 'no resident there',
    here: 'Warning where they live',
    others: '{n} more',
    desk: 'Duty desk',
    until: 'until {at}',
    onset: 'expected from {at}',
    sent: 'sent {at}',
    none: 'No warning is in force now.',
    more: 'The worst {n} of {total} are listed.',
    stale: 'New warnings cannot be read now; these were read before.',
    over: 'This warning is over.',
    open: 'Details',
    close: 'Less',
    areas: 'Area',
    instruction: 'What to do',
    sender: 'From',
    who: 'Residents there (ids)',
    first: 'the first {n}',
    status: { EXERCISE: 'drill', TEST: 'test' },
    severity: { EXTREME: 'Extreme', SEVERE: 'Severe', MODERATE: 'Moderate', MINOR: 'Minor', UNKNOWN: 'Severity unknown' },
    urgency: { IMMEDIATE: 'act now', EXPECTED: 'within an hour', FUTURE: 'later', PAST: 'past', UNKNOWN: 'urgency unknown' },
    certainty: { OBSERVED: 'observed', LIKELY: 'likely', POSSIBLE: 'possible', UNLIKELY: 'unlikely', UNKNOWN: 'certainty unknown' },
    colour: { RED: 'red', ORANGE: 'orange', YELLOW: 'yellow', BLUE: 'blue' },
  },
};
export default en;
