-- Alerts have their whole life: how many signals asked, until when it is held, how far help has come.
-- What was written before had one signal for each press, and was never held.

alter table alert
  add column signals    int not null default 1,
  add column held_until timestamptz,
  add column progress   text not null default 'CLAIMED';
update alert set signals = greatest(1, presses);
alter table alert
  alter column signals drop default,
  alter column progress drop default;

-- Each beginning, moved end and end of a device's trial; the last one of a device says how it is.
create table device_test (
  log_id    bigint not null,
  position  bigint not null,
  ordinal   int not null,
  device_id text not null,
  operator  text, -- null: the time ran out
  at        timestamptz not null,
  until     timestamptz, -- null: over
  primary key (log_id, position, ordinal)
);
create index device_test_by_device on device_test (device_id, at desc);
