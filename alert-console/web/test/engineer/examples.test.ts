import { describe, expect, it } from 'vitest';
import { exampleOf, hostOf, PLACEHOLDER, quoted, type Door } from '../../src/engineer/examples';
import { pathOf } from '../../src/engineer/devices';
import type { DeviceConnection } from '../../src/wire/types';

const door = (port: number, tls = false, host: string | null = null): Door => ({ host, port, tls, onlyHere: false, certificates: 'none' });
const of = (protocol: DeviceConnection['protocol'], one: Door): DeviceConnection => ({
  deviceId: 'band-1',
  protocol,
  doors: [one],
  ...(protocol === 'mqtt' ? { topics: { up: 'convoy/band-1/up', upJson: 'convoy/band-1/up/json', down: 'd', downJson: 'dj' } } : {}),
});

describe('commands that try a connection', () => {
  it('name the host that is configured, or the one that the console is reached by', () => {
    expect(hostOf(door(1883), 'gw.example')).toBe('gw.example');
    expect(hostOf(door(1883, false, '10.0.0.5'), 'gw.example')).toBe('10.0.0.5');
  });

  it('hold no secret unless it was just drawn', () => {
    const plain = door(1883);
    expect(exampleOf(of('mqtt', plain), plain, 'gw', null)).toContain(`-P '${PLACEHOLDER}'`);
    expect(exampleOf(of('mqtt', plain), plain, 'gw', 'abc')).toContain("-P 'abc' -t convoy/band-1/up/json");
    const secure = door(8883, true);
    expect(exampleOf(of('mqtt', secure), secure, 'gw', null)).toContain('mosquitto_pub --cafile ca.pem -h gw -p 8883');
  });

  it('are a frame for a watch, the simulator for a native device, and coap-client', () => {
    const watch = door(7710);
    expect(exampleOf(of('watch', watch), watch, 'gw', null)).toBe("printf '[3G*band-1*0002*LK]' | nc -w 5 gw 7710");
    const native = door(7800);
    expect(exampleOf(of('native', native), native, 'gw', null)).toContain('--count 1 --host gw --port-offset 100');
    const coap = door(5684, true);
    expect(exampleOf(of('coap', coap), coap, 'gw', null)).toContain('coaps://gw:5684/up');
    expect(exampleOf(of('jt808', door(7711)), door(7711), 'gw', null)).toBe('');
  });

  it('quote what a shell would read otherwise', () => {
    expect(quoted("a'b $c")).toBe(`'a'\\''b $c'`);
  });
});

describe('the query of the list', () => {
  it('says only what was chosen', () => {
    expect(pathOf({ q: '', protocol: '', state: '', unassigned: false }, '')).toBe('api/devices?limit=50');
    expect(pathOf({ q: ' a b ', protocol: 'watch', state: 'closed', unassigned: true }, 'd9')).toBe(
      'api/devices?limit=50&q=a+b&protocol=watch&state=closed&assigned=false&after=d9',
    );
  });
});
