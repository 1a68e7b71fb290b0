// A stand-in for the gateway, for developing the console and for trying its end-to-end checks without one. It speaks
// the contract (openapi.yaml, FEED.md) from memory and serves a built console with the same security headers.
//   node dev/gateway.mjs [port] [folder]      then: curl -X POST localhost:PORT/dev/press?resident=R3
import { createServer } from 'node:http';
import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { extname, join, normalize } from 'node:path';
import { comesBack, commandOn, LEASE, Refusal } from './commands.mjs';
import { Orders, ordersOf } from './orders.mjs';
import { chartFor, weekFor } from './health.mjs';
import { FIX, OPENING, planFrom, RESIDENTS, seriesUntil, USERS } from './scene.mjs';

const port = Number(process.argv[2] ?? 8080);
const folder = process.argv[3] ?? new URL('../dist', import.meta.url).pathname;
const CSP = "default-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";
const TYPES = { '.html': 'text/html; charset=utf-8', '.js': 'text/javascript; charset=utf-8', '.css': 'text/css; charset=utf-8', '.svg': 'image/svg+xml' };

const DESK = ['claimAlert', 'releaseAlert', 'noteAlert', 'resolveAlert', 'deferAlert', 'progressAlert', 'dispatchAlert', 'reopenAlert', 'closeAlert', 'orderForAlert', 'getHealthChart', 'feed'];
const DEVICES = ['listDevices', 'getDevice', 'getDeviceConnection', 'orderForDevice', 'listDeviceOrders'];
const PERMISSIONS = { operator: DESK, supervisor: [...DESK, ...DEVICES, 'takeOverAlert', 'endDeviceTest', 'getHealthWeek'], field: DEVICES };
const epoch = randomUUID().slice(0, 8);
let sequence = 0;
let degraded = false;
const alerts = new Map();
const sessions = new Map();
/** Calls of unknown devices, newest first. */
const strangers = [];
const feeds = new Set();
const answered = new Map();
const residents = new Map(RESIDENTS.map((resident) => [resident.id, resident]));
const users = structuredClone(USERS);
const orders = new Orders(users);

const iso = (millis) => new Date(millis).toISOString();

function raise({ resident, kind = 'sos', priority = 'P1', age = 0, presses = 1, status = 'Exercise', durability = degraded ? 'LOCAL' : 'COMMITTED', held = 0, ...more }) {
  const now = Date.now();
  const open = [...alerts.values()].find((alert) => alert.residentId === resident && isOpen(alert));
  if (open) {
    Object.assign(open, { presses: open.presses + 1, attentionMillis: now, attentionPending: true, version: open.version + 1 });
    open.timeline.push({ at: iso(now), type: 'JOINED', kind, attention: true });
    return tell(open);
  }
  const received = now - age * 1000;
  const alert = {
    id: randomUUID(), version: 1, residentId: resident, deviceId: `D${resident.slice(1)}`, kind, priority, state: 'QUEUED', status, durability, presses,
    receivedMillis: received, attentionMillis: received, attentionPending: true, owner: null, steps: planFrom(received),
    timeline: [{ at: iso(received), type: 'RAISED', kind }, { at: iso(received), type: 'QUEUED' }], heldMillis: held === 0 ? 0 : now + held * 1000, ...more,
  };
  if (more.owner) {
    const since = received + (more.claimedAfter ?? 9) * 1000;
    Object.assign(alert, { state: more.state ?? 'CLAIMED', ownedMillis: since, leaseMillis: now + LEASE, attentionPending: false });
    alert.timeline.push({ at: iso(since), type: 'CLAIMED', by: more.owner, byName: users[more.owner].name });
  }
  alerts.set(alert.id, alert);
  fireSteps(alert, now);
  return tell(alert);
}

function rowOf(alert) {
  const person = residents.get(alert.residentId);
  const next = alert.steps.filter((step) => step.state === 'PENDING').sort((a, b) => a.dueMillis - b.dueMillis)[0];
  return {
    id: alert.id, version: alert.version, residentId: alert.residentId, deviceId: alert.deviceId, kind: alert.kind, priority: alert.priority, state: alert.state,
    owner: alert.owner, ...(alert.owner ? { ownerName: users[alert.owner].name, ownedSince: iso(alert.ownedMillis), leaseUntil: iso(alert.leaseMillis) } : {}),
    receivedAt: iso(alert.receivedMillis), attentionAt: iso(alert.attentionMillis), attentionPending: alert.attentionPending,
    nextStepAt: next ? iso(next.dueMillis) : null, ...(next ? { nextStep: next.action } : {}), presses: alert.presses, progress: alert.progress ?? 'CLAIMED', durability: alert.durability, status: alert.status,
    ...(alert.heldMillis ? { heldUntil: iso(alert.heldMillis), ...(alert.state === 'DEFERRED' ? { heldReason: alert.heldReason, heldBy: alert.heldBy } : {}) } : {}),
    ...(alert.household ? { household: alert.household.map((id) => residents.get(id).masked) } : {}),
    ...(alert.abandonedBy ? { abandoned: 1, abandonedBy: alert.abandonedBy, abandonedAt: iso(Date.now() - (alert.abandonedAge ?? 0) * 1000) } : {}),
    ...(alert.movement ? { movement: alert.movement } : {}),
    ...(person ? { residentName: person.masked, sex: person.sex, age: person.age, livesAlone: person.livesAlone, place: person.place, careGrade: person.careGrade } : {}),
  };
}

function recordOf(person, mine) {
  const hide = (phone) => (mine ? phone : phone.replace(/^(...).*(....)$/, '$1****$2'));
  const { masked, access, home, address, ...open } = person ?? {};
  return {
    ...open, masked: !mine, name: mine ? person.name : masked, phone: hide(person.phone), ...(mine ? { access, home, address } : {}),
    convoy: person.convoy.map(({ masked: hidden, ...one }) => ({ ...one, name: mine ? one.name : hidden, phone: hide(one.phone) })),
  };
}

function detailOf(alert, user) {
  const mine = alert.owner === user;
  const person = residents.get(alert.residentId);
  return {
    ...rowOf(alert), mine, recentAlerts: 2, viewers: [], timeline: alert.timeline, position: { ...FIX, at: iso(alert.receivedMillis) },
    steps: alert.steps.map(({ dueMillis, after, ...step }) => ({ ...step, dueAt: iso(dueMillis) })),
    ...(person ? { resident: recordOf(person, mine) } : {}), ...(alert.disposition ? { disposition: alert.disposition } : {}),
    ...(alert.household ? { residents: alert.household.map((id) => recordOf(residents.get(id), mine)) } : {}),
  };
}

function system() {
  const open = [...alerts.values()].filter(isOpen);
  const unmerged = open.filter((alert) => alert.durability === 'LOCAL').length;
  return {
    version: '0.1.0', at: iso(Date.now()), demo: true, log: { health: degraded ? 'NO_QUORUM' : 'READY', state: degraded ? 'DEGRADED' : 'READY', unmerged, copies: degraded ? 0 : 1, members: 1 }, database: 'UP', degraded, notices: [],
    alerts: { open: open.length, unclaimed: open.filter((alert) => !alert.owner).length }, seats: { online: 8, busy: 3 }, devicesOnline: 198,
  };
}

function send(feed, event, data, id) {
  feed.write(`event: ${event}\n${id ? `id: ${id}\n` : ''}data: ${JSON.stringify(data)}\n\n`);
}

function tell(alert, removed = false) {
  const id = `${epoch}-${++sequence}`;
  const message = removed ? { remove: [{ id: alert.id, version: alert.version }] } : { upsert: [rowOf(alert)] };
  feeds.forEach((feed) => send(feed, 'alerts', message, id));
  return alert;
}

function fireSteps(alert, now) {
  let fired = false;
  for (const step of alert.steps) {
    if (step.state === 'PENDING' && step.dueMillis <= now) {
      const holds = step.condition === 'ALWAYS' || alert.owner === null || alert.ownedMillis > step.dueMillis;
      step.state = holds ? 'DONE' : 'SKIPPED';
      step.doneAt = iso(now);
      if (holds) {
        alert.timeline.push({ at: iso(step.dueMillis), type: 'STEP_DUE', step: step.index, attempt: 1 });
      }
      fired = true;
    }
  }
  alert.version += fired ? 1 : 0;
  alert.timeline.sort((a, b) => Date.parse(a.at) - Date.parse(b.at));
  return fired;
}

setInterval(() => [...alerts.values()].filter(isOpen).forEach((alert) => (comesBack(alert, Date.now()) || fireSteps(alert, Date.now())) && tell(alert)), 500).unref();
setInterval(() => feeds.forEach((feed) => send(feed, 'heartbeat', { at: iso(Date.now()) })), 15_000).unref();

const isOpen = (alert) => !['RESOLVED', 'FOLLOW_UP', 'CLOSED'].includes(alert.state);

function command(alert, what, body, user) {
  if (what === 'order') {
    logAnswers();
    orders.giveForCase(alert, residents, body, user, tell);
  } else {
    commandOn(alert, what, body, user, users);
    tell(alert, !isOpen(alert));
  }
  return { id: alert.id, version: alert.version, durability: alert.durability };
}

/** Orders wait for the log. */
function logAnswers() {
  if (degraded) {
    throw new Refusal(503, 'log-away', { retryAfter: 5 });
  }
}

/** A device as the pages about devices show it, or nothing. */
function deviceOf(id) {
  const wearers = [...residents.values()].filter((person) => person.devices.includes(id));
  const residentsOf = wearers.map((person) => ({ residentId: person.id, name: person.masked, place: person.place }));
  return wearers.length === 0
    ? null
    : { deviceId: id, protocol: 'mqtt', model: 'W3', firmware: '1.4.2', state: 'served', residents: residentsOf, connected: !id.startsWith('B'), lastSeenAt: iso(Date.now() - 8_000), battery: 82, address: '192.0.2.9', hasSecret: true };
}

function devices(request, id, what, body, user) {
  if (!id) {
    const all = [...residents.values()].flatMap((person) => person.devices).map(deviceOf);
    return { devices: all, total: all.length };
  }
  const device = deviceOf(id);
  if (!device) {
    throw new Refusal(404, 'not-found');
  }
  if (what === 'orders') {
    return { deviceId: id, orders: orders.of(id) };
  }
  if (what === 'order') {
    return once(request.headers['idempotency-key'], () => orderFor(id, body, user));
  }
  return what === 'connection' ? { deviceId: id, protocol: 'mqtt', doors: [] } : device;
}

function orderFor(deviceId, body, user) {
  if (!ordersOf(users[user].role).includes(body.what)) {
    throw new Refusal(403, 'forbidden');
  }
  logAnswers();
  if ((body.numbers ?? []).some((number) => !/^\+?[0-9]{3,19}$/.test(number))) {
    throw new Refusal(400, 'bad-request');
  }
  orders.give(deviceId, body, user, false);
  return { deviceId, durability: 'COMMITTED', duplicate: false };
}

function meOf(user) {
  const { name, role, passwordChangeRequired = false } = users[user];
  return { user, name, role, scope: '', permissions: PERMISSIONS[role], orders: ordersOf(role), passwordChangeRequired };
}

function login(response, body) {
  const user = users[body.user];
  if (!user || user.password !== body.password) {
    throw new Refusal(401, 'bad-credentials');
  }
  const id = randomUUID();
  sessions.set(id, body.user);
  response.setHeader('Set-Cookie', `convoy-session=${id}; HttpOnly; SameSite=Strict; Path=/`);
  return meOf(body.user);
}

function changePassword(user, body) {
  if (users[user].password !== body.current) {
    throw new Refusal(401, 'bad-credentials');
  }
  if (body.next.length < 12) {
    throw new Refusal(422, 'weak-password');
  }
  Object.assign(users[user], { password: body.next, passwordChangeRequired: false });
  return meOf(user);
}

function openFeed(request, response) {
  response.writeHead(200, { 'Content-Type': 'text/event-stream', 'Cache-Control': 'no-store' });
  const last = request.headers['last-event-id'];
  if (last === `${epoch}-${sequence}`) {
    send(response, 'resumed', { missed: 0 });
  } else {
    if (last) {
      send(response, 'reset', { reason: last.startsWith(epoch) ? 'gap' : 'restart' });
    }
    send(response, 'snapshot', { part: 1, last: true, alerts: [...alerts.values()].filter(isOpen).map(rowOf) }, `${epoch}-${sequence}`);
  }
  send(response, 'system', system());
  if (strangers.length > 0) {
    send(response, 'unknownCalls', { calls: strangers });
  }
  feeds.add(response);
  request.on('close', () => feeds.delete(response));
}

async function api(request, response, url, body) {
  const session = /convoy-session=([^;]+)/.exec(request.headers.cookie ?? '')?.[1];
  const user = sessions.get(session);
  const at = `${request.method} ${url.pathname}`;
  if (at === 'POST /api/session') {
    return login(response, body);
  }
  if (!user) {
    throw new Refusal(401, 'not-logged-in');
  }
  if (request.method !== 'GET' && request.headers['x-convoy-console'] !== '1') {
    throw new Refusal(403, 'cross-site');
  }
  if (at === 'DELETE /api/session') {
    sessions.delete(session);
    return undefined;
  }
  if (at === 'POST /api/session/password') {
    return changePassword(user, body);
  }
  if (at === 'GET /api/session') {
    return meOf(user);
  }
  if (users[user].passwordChangeRequired) {
    throw new Refusal(403, 'password-change-required');
  }
  return records(request, url, body, user);
}

function records(request, url, body, user) {
  const [, , kind, id, what] = url.pathname.split('/');
  if (kind === 'presence') {
    return { at: iso(Date.now()), held: renewLeases(user) };
  }
  if (kind === 'alerts' && !id) {
    const state = url.searchParams.get('state') ?? 'open';
    return { alerts: [...alerts.values()].filter((alert) => (state === 'open' ? isOpen(alert) : alert.state === state)).map(rowOf) };
  }
  if (kind === 'alerts') {
    const alert = alerts.get(id);
    if (!alert) {
      throw new Refusal(404, 'not-found');
    }
    return what ? once(request.headers['idempotency-key'], () => command(alert, what, body, user)) : detailOf(alert, user);
  }
  if (kind === 'residents' && (what === 'chart' || what === 'week' || what === undefined)) {
    return healthOf(id, what, url.searchParams, users[user].role);
  }
  if (kind === 'residents' && what === 'vitals') {
    return { residentId: id, from: iso(0), to: iso(Date.now()), step: 60, points: seriesUntil(Date.now() - 8_000) };
  }
  if (kind === 'devices' && id === 'tests') {
    return { tests: [] };
  }
  if (kind === 'devices' && what !== 'latest') {
    return devices(request, id, what, body, user);
  }
  if (kind === 'devices') {
    const at = iso(Date.now() - 8_000);
    return { deviceId: id, receivedAt: at, battery: 82, signal: 75, steps: 812, position: { ...FIX, at: iso(Date.now() - 40_000) }, vitals: { heartRate: 118, spo2: 89, systolic: 168, diastolic: 95, temperature: 33.4, at }, alarms: [] };
  }
  if (kind === 'unknown-calls') {
    const at = strangers.findIndex((one) => one.id === body.id && one.at === body.at);
    if (at < 0) {
      throw new Refusal(409, 'not-open');
    }
    strangers.splice(at, 1);
    feeds.forEach((feed) => send(feed, 'unknownCalls', { calls: strangers, more: 0 }));
    return {};
  }
  if (kind === 'quarantine') {
    return { devices: strangers.map(({ at, kind: lastKind, protocol, id, address }) => ({ reason: 'unknown', protocol, id, address, firstSeenAt: at, lastSeenAt: at, count: 1, lastKind, vendor: '3G', calls: 1 })) };
  }
  if (kind === 'tasks') {
    const task = { deviceId: 'D5', residentId: 'R5', residentName: '周*英', place: '月华社区 2栋 604', priority: 'P4', state: 'OPEN', status: 'Exercise', times: 1 };
    return { tasks: ['lowBattery', 'missedTest'].map((name) => ({ ...task, id: name, kind: name, openedAt: iso(Date.now() - 9e6), lastAt: iso(Date.now() - 3e6) })) };
  }
  throw new Refusal(404, 'not-found');
}

function healthOf(id, what, asked, role) {
  const person = residents.get(id);
  if (!person) {
    throw new Refusal(404, 'not-found');
  }
  const own = [...alerts.values()].filter((alert) => alert.residentId === id);
  if (what === 'week') {
    if (role !== 'supervisor') {
      throw new Refusal(403, 'forbidden');
    }
    return weekFor(person, own.map(rowOf));
  }
  if (what === 'chart' && asked.get('purpose') === 'case' && !own.some(isOpen)) {
    throw new Refusal(403, 'no-case');
  }
  return what === 'chart' ? chartFor(id, asked.get('window') ?? '24h', own.map(rowOf)) : recordOf(person, false);
}

function renewLeases(user) {
  const held = [...alerts.values()].filter((alert) => alert.owner === user);
  for (const alert of held.filter(({ leaseMillis }) => leaseMillis - Date.now() < 90_000)) {
    Object.assign(alert, { leaseMillis: Date.now() + LEASE, version: alert.version + 1 });
    tell(alert);
  }
  return held.map(({ id }) => id);
}

function once(key, work) {
  if (!answered.has(key)) {
    answered.set(key, work());
  }
  return answered.get(key);
}

// what a test wants to happen: a press, an alert of any kind, another desk that is faster, a line that falls silent
function dev(url) {
  const given = Object.fromEntries(url.searchParams);
  if (url.pathname === '/dev/press') {
    return rowOf(raise({ ...given, resident: given.resident ?? 'R3' }));
  }
  if (url.pathname === '/dev/claim') {
    return command(alerts.get(given.id), 'claim', {}, 'liumin');
  }
  if (url.pathname === '/dev/many') {
    const from = Number(given.from ?? 0);
    for (let n = from; n < from + Number(given.n); n++) {
      residents.set(`X${n}`, { ...residents.get('R4'), id: `X${n}` });
      raise({ resident: `X${n}`, kind: 'silence', priority: n % 9 === 0 ? 'P1' : n % 3 === 0 ? 'P2' : 'P3', age: given.age === '0' ? 0 : n % 300 });
    }
    return { open: alerts.size };
  }
  if (url.pathname === '/dev/degrade') {
    // the log stops answering: what comes from now on is only local; again, and it is merged
    degraded = !degraded;
    feeds.forEach((feed) => send(feed, 'system', system()));
    if (!degraded) {
      [...alerts.values()].filter((alert) => alert.durability === 'LOCAL').forEach((alert) => tell(Object.assign(alert, { durability: 'COMMITTED' })));
    }
  }
  if (url.pathname === '/dev/unknown') {
    const at = iso(Date.now());
    strangers.unshift({ protocol: 'watch', id: `99${Date.now()}`, address: '192.0.2.7', kind: given.kind ?? 'sos', at, rangAt: at, lastAt: at, times: 1 });
    feeds.forEach((feed) => send(feed, 'unknownCalls', { calls: strangers }));
  }
  if (url.pathname === '/dev/cut') {
    feeds.forEach((feed) => feed.destroy());
  }
  return { feeds: feeds.size };
}

async function page(response, path) {
  const name = path === '/' || !extname(path) ? '/index.html' : path;
  const file = await readFile(join(folder, normalize(name))).catch(() => null);
  response.writeHead(file ? 200 : 404, { 'Content-Type': TYPES[extname(name)] ?? 'text/plain', 'Content-Security-Policy': CSP, 'X-Content-Type-Options': 'nosniff', 'Cache-Control': 'no-store' });
  response.end(file ?? 'not found');
}

const server = createServer(async (request, response) => {
  const url = new URL(request.url, 'http://desk');
  if (url.pathname === '/api/feed') {
    const user = sessions.get(/convoy-session=([^;]+)/.exec(request.headers.cookie ?? '')?.[1]);
    return user ? openFeed(request, response) : response.writeHead(401).end();
  }
  if (!url.pathname.startsWith('/api/') && !url.pathname.startsWith('/dev/')) {
    return page(response, url.pathname);
  }
  const chunks = [];
  for await (const chunk of request) {
    chunks.push(chunk);
  }
  try {
    const body = chunks.length > 0 ? JSON.parse(Buffer.concat(chunks)) : {};
    const answer = url.pathname.startsWith('/dev/') ? dev(url) : await api(request, response, url, body);
    response.writeHead(answer === undefined ? 204 : 200, { 'Content-Type': 'application/json', 'Cache-Control': 'no-store' });
    response.end(answer === undefined ? undefined : JSON.stringify(answer));
  } catch (refusal) {
    const body = refusal.body ?? { type: 'urn:convoy:problem:internal', title: String(refusal), status: 500 };
    response.writeHead(body.status, { 'Content-Type': 'application/problem+json' });
    response.end(JSON.stringify(body));
  }
});

OPENING.forEach(raise);
server.listen(port, '127.0.0.1', () => console.log(`stand-in gateway at http://127.0.0.1:${server.address().port}/`));
