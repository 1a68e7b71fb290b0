// Orders to the stand-in's devices: a device answers after a second and cannot measure; a spare one (B…) is away.
import { Refusal } from './commands.mjs';

const WEARER = ['locate', 'measure', 'ring', 'callBack', 'message'];
const SETTING_UP = ['configure', 'sosNumbers', 'fallAlarm'];
const MOST = 20;
const ANSWERS_MILLIS = 1_000;
const LASTS_MILLIS = { LOCATE: 300_000, MEASURE: 300_000, RING: 120_000, CALL_BACK: 120_000, MESSAGE: 3_600_000 };
const WEEK_MILLIS = 604_800_000;

/** What a role may order without a case. */
export function ordersOf(role) {
  return { operator: WEARER, supervisor: [...WEARER, ...SETTING_UP], field: ['ring', ...SETTING_UP] }[role] ?? [];
}

const iso = (millis) => new Date(millis).toISOString();

export class Orders {
  /** @param users who may have ordered */
  constructor(users) {
    this.users = users;
    this.byDevice = new Map();
  }

  /** Newest first, as the contract tells them. */
  of(deviceId) {
    return (this.byDevice.get(deviceId) ?? []).map(({ changed, ...order }) => order);
  }

  /** @param changed told of the order each time that its state is another */
  give(deviceId, { what }, user, ofCase, changed = () => {}) {
    const now = Date.now();
    const kind = what.replace(/[A-Z]/g, (letter) => `_${letter}`).toUpperCase();
    const given = this.byDevice.get(deviceId) ?? [];
    given.filter((former) => former.what === kind && former.orderState === 'PENDING').forEach((former) => move(former, 'SUPERSEDED'));
    const order = { what: kind, at: iso(now), by: user, byName: this.users[user].name, ofCase, orderState: 'PENDING', stateAt: iso(now), until: iso(now + (LASTS_MILLIS[kind] ?? WEEK_MILLIS)), changed };
    this.byDevice.set(deviceId, [order, ...given].slice(0, MOST));
    if (!deviceId.startsWith('B')) {
      setTimeout(() => order.orderState === 'PENDING' && move(order, kind === 'MEASURE' ? 'UNSUPPORTED' : 'ACKNOWLEDGED'), ANSWERS_MILLIS).unref();
    }
    return order;
  }

  /** For a case: a line of its time line that changes. */
  giveForCase(alert, residents, body, user, tell) {
    const deviceId = body.deviceId ?? alert.deviceId;
    const theirs = [alert.residentId, ...(alert.household ?? [])].flatMap((id) => residents.get(id)?.devices ?? []);
    if (deviceId !== alert.deviceId && !theirs.includes(deviceId)) {
      throw new Refusal(422, 'not-their-device');
    }
    if (['RESOLVED', 'FOLLOW_UP', 'CLOSED'].includes(alert.state)) {
      throw new Refusal(409, 'wrong-state', { state: alert.state });
    }
    const line = { type: 'ORDERED', by: user, byName: this.users[user].name, deviceId, ...(body.text ? { text: body.text } : {}) };
    const order = this.give(deviceId, body, user, true, ({ orderState, stateAt }) => {
      Object.assign(line, { orderState, stateAt });
      alert.version++;
      tell(alert);
    });
    alert.timeline.push(Object.assign(line, { at: order.at, what: order.what, orderState: order.orderState, stateAt: order.stateAt }));
    alert.version++;
    tell(alert);
  }
}

function move(order, orderState) {
  Object.assign(order, { orderState, stateAt: iso(Date.now()) });
  order.changed(order);
}
