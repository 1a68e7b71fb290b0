// What people do to the stand-in's alerts, decided as the log decides, in small.
export const LEASE = 120_000;
const PROGRESS = ['CLAIMED', 'CONTACTING', 'RESPONDING', 'DISPATCHED', 'ON_SCENE', 'HANDED_OVER'];
const ACTIONS = { ambulance: 'REQUEST_AMBULANCE', contacts: 'CALL', message: 'MESSAGE', supervisor: 'CALL_SUPERVISOR' };
const VISIT = 86_400_000;

export class Refusal extends Error {
  constructor(status, type, more = {}) {
    super(type);
    this.body = { type: `urn:convoy:problem:${type}`, title: type, status, ...more };
  }
}

const iso = (millis) => new Date(millis).toISOString();

/** Refuses with the reason of the contract, or returns. */
function check(alert, what, body, user, users) {
  const over = ['RESOLVED', 'FOLLOW_UP', 'CLOSED'].includes(alert.state);
  if (over !== (what === 'reopen' || what === 'close') || alert.state === 'CLOSED') {
    throw new Refusal(409, 'wrong-state', { state: alert.state });
  }
  if (over) {
    return;
  }
  const other = alert.owner !== null && alert.owner !== user;
  const holder = alert.owner === null ? {} : { owner: alert.owner, ownerName: users[alert.owner].name, since: iso(alert.ownedMillis), version: alert.version };
  if (what === 'claim' && other) {
    throw new Refusal(409, 'owned-by-other', holder);
  }
  if (what === 'takeover' && users[user].role !== 'supervisor') {
    throw new Refusal(403, 'forbidden');
  }
  if (what !== 'takeover' && body.expectedVersion !== undefined && body.expectedVersion !== alert.version) {
    throw new Refusal(409, 'version-mismatch', { version: alert.version });
  }
  if (!['claim', 'takeover'].includes(what) && alert.owner !== user) {
    throw new Refusal(409, 'not-owner', holder);
  }
  checkOwners(alert, what, body);
}

function checkOwners(alert, what, body) {
  if (what === 'resolve' && alert.attentionPending) {
    throw new Refusal(409, 'attention-pending', { version: alert.version });
  }
  if (what === 'resolve' && alert.kind === 'sos' && body.falseAlarm && !body.verified) {
    throw new Refusal(422, 'not-verified');
  }
  if (what === 'defer' && alert.priority === 'P1') {
    throw new Refusal(409, 'p1-never-waits');
  }
  if (what === 'defer' && body.forSeconds > (alert.priority === 'P2' ? 1_800 : 86_400)) {
    throw new Refusal(422, 'too-long');
  }
  if (what === 'progress' && PROGRESS.indexOf(body.to) <= PROGRESS.indexOf(alert.progress ?? 'CLAIMED')) {
    throw new Refusal(409, 'wrong-state', { state: alert.state });
  }
}

/** Carries a command out on an alert, or refuses it. */
export function commandOn(alert, what, body, user, users) {
  const now = Date.now();
  check(alert, what, body, user, users);
  alert.version++;
  const line = (type, more = {}) => alert.timeline.push({ at: iso(now), by: user, byName: users[user].name, type, ...more });
  const own = () => Object.assign(alert, { owner: user, state: alert.progress ?? 'CLAIMED', ownedMillis: now, leaseMillis: now + LEASE, heldMillis: 0 });
  const DO = {
    claim: () => (own(), (alert.attentionPending = false), line('CLAIMED')),
    takeover: () => {
      const fromName = alert.owner === null ? '' : users[alert.owner].name;
      own();
      line('TAKEN_OVER', { fromName });
    },
    renew: () => (alert.leaseMillis = now + LEASE),
    release: () => {
      Object.assign(alert, { owner: null, state: 'QUEUED', ownedMillis: undefined, abandonedBy: users[user].name, abandonedAge: 0 });
      line('RELEASED');
    },
    note: () => line('NOTE', { text: body.text }),
    defer: () => {
      const heldMillis = now + body.forSeconds * 1000;
      Object.assign(alert, { owner: null, state: 'DEFERRED', heldMillis, heldReason: body.reason, heldBy: users[user].name });
      line('DEFERRED', { until: iso(heldMillis), reason: body.reason, ...(body.note ? { text: body.note } : {}) });
    },
    progress: () => {
      Object.assign(alert, { state: body.to, progress: body.to });
      line('PROGRESSED', { state: body.to });
    },
    dispatch: () => summon(alert, body.actions ?? ['ambulance', 'contacts'], now, line),
    resolve: () => {
      const visit = body.cause === 'NO_RESPONSE';
      Object.assign(alert, { owner: null, state: visit ? 'FOLLOW_UP' : 'RESOLVED', heldMillis: visit ? now + VISIT : 0, disposition: { cause: body.cause, outcome: body.outcome, falseAlarm: body.falseAlarm } });
      line('RESOLVED', body.note ? { text: body.note } : {});
    },
    reopen: () => (own(), line('REOPENED', body.note ? { text: body.note } : {})),
    close: () => (Object.assign(alert, { state: 'CLOSED', heldMillis: 0 }), line('CLOSED', body.note ? { text: body.note } : {})),
  };
  DO[what]();
}

/** No channel is there: what is asked for is reported as no way there. */
function summon(alert, wanted, now, line) {
  const actions = wanted.map((name) => ACTIONS[name]);
  line('SUMMONED', { actions });
  for (const step of alert.steps.filter((one) => actions.includes(one.action) && one.state !== 'DONE')) {
    Object.assign(step, { state: 'DONE', doneAt: iso(now), attempts: 1, reaches: (step.contacts.length > 0 ? step.contacts : ['']).map((contact) => ({ contact, channel: 'VOICE', tries: 1, state: 'FAILED', at: iso(now) })) });
    line('STEP_DUE', { step: step.index, attempt: 1 });
  }
}

/** What is held comes back when its time is over. Gives whether it did. */
export function comesBack(alert, now) {
  if (!['DEFERRED', 'ON_TEST'].includes(alert.state) || alert.heldMillis > now) {
    return false;
  }
  alert.timeline.push(alert.state === 'DEFERRED' ? { at: iso(now), type: 'RETURNED' } : { at: iso(now), type: 'TEST_OVER', why: 'EXPIRED' });
  Object.assign(alert, { state: 'QUEUED', heldMillis: 0, attentionPending: true, version: alert.version + 1 });
  return true;
}
