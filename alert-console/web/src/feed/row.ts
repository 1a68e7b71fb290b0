/** A row of the queue as the desk holds it: immutable, defaults filled in, times as epoch milliseconds. */
import type { AlertRow, FeedRow } from '../wire/types';

export interface Row {
  readonly id: string;
  readonly version: number;
  readonly kind: AlertRow['kind'];
  readonly priority: AlertRow['priority'];
  readonly state: AlertRow['state'];
  readonly status: AlertRow['status'];
  readonly durability: AlertRow['durability'];
  readonly residentId: string | null;
  readonly deviceId: string;
  readonly owner: string | null;
  readonly ownerName: string;
  readonly ownedSince: number | null;
  readonly leaseUntil: number | null;
  readonly receivedAt: number;
  readonly attentionAt: number;
  readonly attentionPending: boolean;
  readonly nextStepAt: number | null;
  readonly nextStep: AlertRow['nextStep'] | null;
  readonly presses: number;
  /** How far help has come; kept when the owner is lost. */
  readonly progress: AlertRow['state'];
  /** Put off, on test, or in follow-up: until then. */
  readonly heldUntil: number | null;
  readonly heldReason: NonNullable<AlertRow['heldReason']> | null;
  readonly heldBy: string;
  readonly abandoned: number;
  readonly abandonedBy: string;
  readonly abandonedAt: number | null;
  readonly movement: 'MOVING' | 'STILL' | null;
  readonly name: string;
  readonly sex: 'F' | 'M' | null;
  readonly age: number | null;
  readonly livesAlone: boolean;
  readonly place: string;
  /** Masked names of others at the same device: any of them may have called. */
  readonly household: readonly string[];
  /** Its device is blocked or out of use, and still called; null while it is served. */
  readonly deviceState: NonNullable<AlertRow['deviceState']> | null;
}

export function rowOf(wire: FeedRow): Row {
  const receivedAt = Date.parse(wire.receivedAt);
  return Object.freeze({
    id: wire.id,
    version: wire.version,
    kind: wire.kind,
    priority: wire.priority,
    state: wire.state,
    status: wire.status ?? 'Actual',
    durability: wire.durability ?? 'COMMITTED',
    residentId: wire.residentId ?? null,
    deviceId: wire.deviceId,
    owner: wire.owner ?? null,
    ownerName: wire.ownerName ?? wire.owner ?? '',
    ownedSince: time(wire.ownedSince),
    leaseUntil: time(wire.leaseUntil),
    receivedAt,
    attentionAt: time(wire.attentionAt) ?? receivedAt,
    attentionPending: wire.attentionPending ?? false,
    nextStepAt: time(wire.nextStepAt),
    nextStep: wire.nextStep ?? null,
    presses: wire.presses ?? 1,
    progress: wire.progress ?? 'CLAIMED',
    heldUntil: time(wire.heldUntil),
    heldReason: wire.heldReason ?? null,
    heldBy: wire.heldBy ?? '',
    abandoned: wire.abandoned ?? 0,
    abandonedBy: wire.abandonedBy ?? '',
    abandonedAt: time(wire.abandonedAt),
    movement: wire.movement ?? null,
    name: wire.residentName ?? '',
    sex: wire.sex ?? null,
    age: wire.age ?? null,
    livesAlone: wire.livesAlone ?? false,
    place: wire.place ?? '',
    household: wire.household ?? [],
    deviceState: wire.deviceState ?? null,
  });
}

/** Epoch milliseconds of an ISO time; null for none or one that cannot be read. */
export function time(iso: string | null | undefined): number | null {
  if (!iso) {
    return null;
  }
  const millis = Date.parse(iso);
  return Number.isNaN(millis) ? null : millis;
}
