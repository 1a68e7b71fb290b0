/** Names for the parts of the contract that the desk speaks about. */
import type { components } from './contract';

type Schemas = components['schemas'];

export type AlertRow = Schemas['AlertRow'];
export type AlertDetail = Schemas['AlertDetail'];
export type AlertMark = Schemas['AlertMark'];
export type Cause = Schemas['Cause'];
export type ChannelKind = Schemas['ChannelKind'];
export type DeferralReason = Schemas['DeferralReason'];
export type Device = Schemas['Device'];
export type DeviceConnection = Schemas['DeviceConnection'];
export type DeviceLatest = Schemas['DeviceLatest'];
export type Disposition = Schemas['Disposition'];
export type Done = Schemas['Done'];
export type Evidence = Schemas['Evidence'];
export type HealthChart = Schemas['HealthChart'];
export type HealthColumn = Schemas['HealthColumn'];
export type HealthWeek = Schemas['HealthWeek'];
export type Me = Schemas['Me'];
export type OnTest = Schemas['OnTest'];
export type Outcome = Schemas['Outcome'];
export type Position = Schemas['Position'];
export type Priority = Schemas['Priority'];
export type Problem = Schemas['Problem'];
export type Quarantined = Schemas['Quarantined'];
export type Reach = Schemas['Reach'];
export type Resident = Schemas['Resident'];
export type ResidentBrief = Schemas['ResidentBrief'];
export type Contact = Resident['convoy'][number];
export type Step = Schemas['Step'];
export type StepAction = Schemas['StepAction'];
export type SystemState = Schemas['SystemState'];
export type Task = Schemas['Task'];
export type TimelineEntry = Schemas['TimelineEntry'];
export type UnknownCall = Schemas['UnknownCall'];
export type Verified = Schemas['Verified'];
export type Warning = Schemas['Warning'];
export type WarningDetail = Schemas['WarningDetail'];
export type VitalsSeries = Schemas['VitalsSeries'];

/** A row of the feed: members with their default are left out (FEED.md). */
export type FeedRow = Partial<AlertRow> &
  Pick<AlertRow, 'id' | 'version' | 'kind' | 'priority' | 'state' | 'deviceId' | 'receivedAt'>;
