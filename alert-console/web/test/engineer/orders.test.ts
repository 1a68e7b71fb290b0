import { describe, expect, it } from 'vitest';
import { bodyOf, EMPTY, type Draft } from '../../src/engineer/orders';

const draft = (more: Partial<Draft> & Pick<Draft, 'what'>): Draft => ({ ...EMPTY, ...more });

describe('an order to a device', () => {
  it('is not sent as long as something is missing', () => {
    expect(bodyOf(draft({ what: 'message', text: '  ' }))).toBeNull();
    expect(bodyOf(draft({ what: 'configure' }))).toBeNull();
    expect(bodyOf(draft({ what: 'ring' }))).toEqual({ what: 'ring' });
  });

  it('leaves out what stays as it is; 0 is off and not left out', () => {
    expect(bodyOf(draft({ what: 'configure', heartbeat: '60', vitals: '0' }))).toEqual({ what: 'configure', heartbeatSeconds: 60, vitalsSeconds: 0 });
  });

  it('carries no words of another kind', () => {
    expect(bodyOf(draft({ what: 'fallAlarm', text: 'x', numbers: '120', enabled: false }))).toEqual({ what: 'fallAlarm', enabled: false });
    expect(bodyOf(draft({ what: 'message', text: ' 就到 ', numbers: '120' }))).toEqual({ what: 'message', text: '就到' });
  });

  it('takes numbers with any separator, and none to clear them', () => {
    expect(bodyOf(draft({ what: 'sosNumbers', numbers: ' 120，13900001187 、+86731 ' }))).toEqual({ what: 'sosNumbers', numbers: ['120', '13900001187', '+86731'] });
    expect(bodyOf(draft({ what: 'sosNumbers' }))).toEqual({ what: 'sosNumbers', numbers: [] });
  });
});
