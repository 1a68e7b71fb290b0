import type { Shape } from '../words';
import type zh from '../zh/devices';

const en: Shape<typeof zh> = {
  devices: {
    title: 'On test {n}',
    none: 'no device is on test',
    ends: 'first ends {at}',
    device: 'device {id}',
    onTest: 'on test until {at}, new alerts are silent',
    left: '{left} left',
    by: 'begun by {name}',
    begin: 'Begin a test',
    end: 'End test',
    id: 'Device id',
    time: 'For how long',
    minutes: '{n} min',
    hours: '{n} h',
    unknown: 'No such device; check its id.',
    why: 'New alerts are held; two presses, a further signal or the end of the test make them ring.',
    unread: 'the list cannot be read now',
  },
};

export default en;
