/** Commands with which an engineer tries a device's connection. Pure; the secret is a placeholder unless it was just drawn. */
import type { DeviceConnection } from '../wire/types';

export type Door = DeviceConnection['doors'][number];

/** The simulator counts from here. */
const NATIVE_PORT = 7700;

/** Where the reader puts the secret. */
export const PLACEHOLDER = '<SECRET>';

/** The host to write: as configured, or the one by which this console is reached. */
export function hostOf(door: Door, here: string): string {
  return door.host ?? here;
}

/** One command that presses, or an empty text for a protocol that needs a program of its own. */
export function exampleOf(connection: DeviceConnection, door: Door, here: string, secret: string | null): string {
  const host = hostOf(door, here);
  const id = connection.deviceId;
  const key = secret ?? PLACEHOLDER;
  switch (connection.protocol) {
    case 'mqtt': {
      const tls = door.tls ? '--cafile ca.pem ' : '';
      return `mosquitto_pub ${tls}-h ${host} -p ${door.port} -V 5 -q 1 -i ${id} -u ${id} -P ${quoted(key)} -t ${connection.topics?.upJson ?? ''} -m '{"type":"sos","seq":1}'`;
    }
    case 'watch':
      return `printf '[3G*${id}*0002*LK]' | nc -w 5 ${host} ${door.port}`;
    case 'native':
      return door.tls ? '' : `printf 'device_id,protocol,secret\\n${id},native,${key}\\n' > device.csv && ./convoy sim press --devices device.csv --count 1 --host ${host} --port-offset ${door.port - NATIVE_PORT}`;
    case 'coap':
      return `coap-client -m post -u ${id} -k ${key} -t 50 -e '{"type":"sos","seq":1}' coap${door.tls ? 's' : ''}://${host}:${door.port}/up`;
    default:
      return '';
  }
}

/** As one word of a shell, whatever is in it. */
export function quoted(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}
