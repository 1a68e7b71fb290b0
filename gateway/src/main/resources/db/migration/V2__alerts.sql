-- The history of alerts, written by the projector only, from the alert log's committed events.
-- Devices and residents by their outer ids and without foreign keys: a device that nobody provisioned can raise an alert.

create table alert (
  id               uuid primary key, -- derived from the key of the signal that opened it
  version          bigint not null,
  resident_id      text,
  device_id        text not null,
  kind             text not null,
  priority         text not null,
  state            text not null,
  status           text not null,
  owner            text,
  owned_since      timestamptz,
  lease_until      timestamptz,
  received_at      timestamptz not null,
  device_time      timestamptz,
  attention_at     timestamptz not null,
  attention_pending boolean not null,
  presses          int not null,
  movement         text not null,
  abandoned        int not null,
  abandoned_by     text,
  position         jsonb,
  linked           uuid,
  disposition      jsonb,
  steps            jsonb not null,
  resolved_at      timestamptz
);
create index alert_by_resident on alert (resident_id, received_at desc);
create index alert_by_device on alert (device_id, received_at desc);
create index alert_by_time on alert (received_at desc);
create index alert_open on alert (received_at desc)
  where state not in ('RESOLVED', 'FOLLOW_UP', 'CLOSED');

create table alert_event (
  log_id   bigint not null,
  position bigint not null,
  ordinal  int not null,
  alert_id uuid references alert, -- null: of a task or a test press
  at       timestamptz not null,
  kind     text not null,
  actor    text,
  detail   jsonb not null,
  sealed   bytea, -- words, encrypted before they entered the log
  primary key (log_id, position, ordinal)
);
create index alert_event_by_alert on alert_event (alert_id, position, ordinal);
create trigger alert_event_is_append_only before update or delete or truncate on alert_event
  for each statement execute function refuse_change();

create table task (
  id          bigint generated always as identity primary key,
  device_id   text not null,
  kind        text not null,
  resident_id text,
  priority    text not null,
  status      text not null,
  opened_at   timestamptz not null,
  last_at     timestamptz not null,
  times       int not null,
  cured_at    timestamptz,
  unique (device_id, kind, opened_at)
);
create index task_open on task (opened_at) where cured_at is null;
create index task_by_resident on task (resident_id, opened_at desc);

create table test_press (
  log_id      bigint not null,
  position    bigint not null,
  ordinal     int not null,
  device_id   text not null,
  resident_id text,
  status      text not null,
  at          timestamptz not null,
  primary key (log_id, position, ordinal)
);
create index test_press_by_device on test_press (device_id, at desc);

-- How far the projector is. The truth about that: the log's own files follow it.
create table projection (
  one        boolean primary key default true check (one),
  log_id     bigint not null,
  position   bigint not null,
  ordinal    int not null,
  updated_at timestamptz not null default now()
);
