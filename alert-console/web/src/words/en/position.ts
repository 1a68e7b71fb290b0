import type { Shape } from '../words';
import type zh from '../zh/position';

const en: Shape<typeof zh> = {
  position: {
    none: 'No position',
    noneHint: 'The device never told one; go to the address on record.',
    homeAt: 'home {at}',
    noMap: 'no map, sketch to scale',
    accuracy: '±{n} m',
    accuracyUnknown: 'accuracy unknown',
    metres: '{n} m',
    kilometres: '{n} km',
    home: 'home',
    north: 'N',
    label: 'Sketch of the position: accuracy {accuracy}',
    fromHome: '{distance} from home',
    invalid: 'fix not valid',
    gnss: 'satellite',
    wifi: 'Wi-Fi',
    cell: 'cell',
    beacon: 'beacon',
    unknownSource: 'source unknown',
    source: 'from the alarm',
    latest: 'latest of the device',
  },
};

export default en;
