// Fictional people and alerts for developing without a gateway: the scene of the reference screens.

const MINUTE = 60_000;

const place = { lat: 28.21347, lon: 112.93208 };

function contact(id, name, masked, role, ring, phone, capabilities, hours) {
  return { id, name, masked, role, ring, phone, capabilities, channels: ['VOICE', 'SMS'], hours };
}

const convoy = [
  contact('C1', '周秀芬', '周*芬', 'neighbour', 1, '13900001187', ['key', 'near'], '全天'),
  contact('C2', '吴敏', '吴*', 'post_b', 1, '13700004452', ['near'], '全天'),
  contact('C3', '陈国梁', '陈*梁', 'village_doctor', 2, '13600002093', ['medical'], '7-22 点'),
  contact('C4', '赵建平', '赵*平', 'post_a', 2, '13800008000', ['sign'], '全天'),
];

function resident(id, name, masked, sex, age, where, more = {}) {
  return {
    id, name, masked, sex, age, place: where, livesAlone: false, careGrade: 3, phone: '13800001234', access: '5 楼，有电梯·门禁 2580#·水表箱内钥匙盒',
    address: `${where}`, home: { ...place },
    medical: {
      conditions: ['冠心病', '房颤'], medicines: ['华法林', '美托洛尔'], allergies: ['青霉素'], bloodGroup: 'A+',
      doctorName: '陈国梁', doctorPhone: '13600002093', preferredHospital: '湘江医院 急诊',
    },
    convoy, devices: [`D${id.slice(1)}`], ...more,
  };
}

export const RESIDENTS = [
  resident('R1', '陈玉珍', '陈*珍', 'F', 85, '月华社区 16栋 104', { livesAlone: true }),
  resident('R2', '何长山', '何*山', 'M', 83, '银盆岭社区 4栋 301'),
  resident('R3', '张建国', '张*国', 'M', 76, '月华社区 15栋 402'),
  resident('R4', '刘德福', '刘*福', 'M', 77, '白鸽村 7组 12号'),
  resident('R5', '周桂英', '周*英', 'F', 81, '月华社区 2栋 604'),
  resident('R6', '李秀兰', '李*兰', 'F', 79, '桃花村 3组 5号'),
  resident('R7', '欧阳平', '欧阳*', 'M', 88, '银盆岭社区 9栋 101'),
  resident('R8', '周志明', '周*明', 'M', 81, '白鸽村 2组 9号'),
  resident('R9', '谭玉秀', '谭*秀', 'F', 74, '月华社区 7栋 203'),
  resident('R12', '黄德福', '黄*福', 'M', 77, '白鸽村 3组 8号'),
  resident('R13', '谭玉秀', '谭*秀', 'F', 74, '月华社区 7栋 203'),
  resident('R14', '马有田', '马*田', 'M', 79, '月华社区 7栋 203'),
  resident('R11', '孙桂香', '孙*香', 'F', 80, '桃花村 1组 3号', { devices: ['B11', 'D11'] }),
  resident('R10', '王桂兰', '王*兰', 'F', 78, '月华社区 3栋 502', { livesAlone: true, address: '月华社区 3栋 2单元 502' }),
];

export const USERS = {
  liming: { name: '李明', role: 'operator', password: 'duty-desk-2026' },
  liumin: { name: '刘敏', role: 'operator', password: 'duty-desk-2026' },
  banzhang: { name: '周班长', role: 'supervisor', password: 'duty-desk-2026' },
  waiye: { name: '何师傅', role: 'field', password: 'duty-desk-2026' },
  firstday: { name: '孟洁', role: 'operator', password: 'one-time-secret', passwordChangeRequired: true },
};

/** The alerts of the reference screen, ages in seconds. */
export const OPENING = [
  { resident: 'R1', kind: 'sos', priority: 'P1', age: 12, presses: 2 },
  { resident: 'R2', kind: 'fence', priority: 'P2', age: 295, abandonedBy: '孙强', abandonedAge: 8 },
  { resident: 'R3', kind: 'fall', movement: 'MOVING', priority: 'P2', age: 127 },
  { resident: 'R4', kind: 'vitals', priority: 'P2', age: 93 },
  { resident: 'R5', kind: 'silence', priority: 'P3', age: 380 },
  { resident: 'R6', kind: 'removed', priority: 'P3', age: 228 },
  { resident: 'R7', kind: 'inactivity', priority: 'P3', age: 171 },
  { resident: 'R8', kind: 'smoke', priority: 'P1', age: 196, owner: 'liumin', state: 'DISPATCHED' },
  { resident: 'R9', kind: 'fall', movement: 'MOVING', priority: 'P2', age: 302, owner: 'liumin', state: 'CONTACTING' },
  { resident: 'R10', kind: 'fall', movement: 'STILL', priority: 'P1', age: 41, owner: 'liming', claimedAfter: 2 },
  { resident: 'R12', kind: 'vitals', priority: 'P2', age: 520, state: 'DEFERRED', held: 979, heldReason: 'WAITING_FOR_DEVICE', heldBy: '李明', attentionPending: false },
  { resident: 'R13', kind: 'sos', priority: 'P1', age: 19, state: 'ON_TEST', held: 600, attentionPending: false, household: ['R14'] },
];

const PLAN = [
  { after: 0, condition: 'ALWAYS', action: 'SHOW_ALL_CONSOLES', contacts: [] },
  { after: 15, condition: 'UNCLAIMED', action: 'ALL_CONSOLES_LOUD', contacts: [] },
  { after: 30, condition: 'UNCLAIMED', action: 'CALL_SUPERVISOR', contacts: [] },
  { after: 60, condition: 'UNCLAIMED', action: 'CALL', ring: 1, contacts: ['C1', 'C3'] },
  { after: 60, condition: 'UNCLAIMED', action: 'MESSAGE', contacts: ['C2', 'C4'] },
  { after: 120, condition: 'UNCLAIMED', action: 'REQUEST_AMBULANCE', contacts: [] },
];

export function planFrom(attentionMillis) {
  return PLAN.map((step, index) => ({ index, channels: [], ...step, dueMillis: attentionMillis + step.after * 1000, state: 'PENDING' }));
}

/** Two hours of vital signs, one point a minute, drifting for the worse at the end. */
export function seriesUntil(now) {
  const points = [];
  for (let minute = 120; minute >= 0; minute--) {
    const late = Math.max(0, 12 - minute);
    const wave = Math.sin(minute / 5) * 1.5;
    points.push({
      at: new Date(now - minute * MINUTE).toISOString(),
      heartRate: Math.round(76 + wave + late * 3.5), spo2: Math.round(97 + wave / 3 - late * 0.65),
      systolic: minute % 40 === 30 ? 160 + (minute % 7) : null, diastolic: minute % 40 === 30 ? 95 : null,
      temperature: 33.4 + wave / 10, respiration: null,
    });
  }
  return points;
}

export const FIX = { ...place, accuracy: 25, source: 'gnss', valid: true };
