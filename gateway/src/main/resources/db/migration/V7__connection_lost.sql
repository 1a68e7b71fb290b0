-- When a device that had asked for that to be told lost its connection. It may do so before it ever said anything.
alter table device_latest
  add column connection_lost_at timestamptz,
  alter column received_at drop not null;
