-- Whether a device is served, the secret before its present one, and who is heard without being served.

alter table device
  add column state                text not null default 'SERVED' check (state in ('SERVED', 'BLOCKED', 'CLOSED')),
  add column state_reason         text not null default '',
  add column state_by             text not null default '',
  add column state_at             timestamptz,
  add column sealed_former        bytea, -- by the gateway's vault; null: the secret was never replaced
  add column former_since         timestamptz,
  add column former_until         timestamptz,
  add column former_ends_with_use boolean not null default false,
  add column new_used_at          timestamptz; -- when the present secret was used for the first time since

alter table device_latest
  add column address  text not null default '',
  add column firmware text not null default '';

-- What the gateways on this database have in quarantine. Each adds what is new every few seconds.
create table quarantine (
  protocol     text not null,
  id           text not null,
  reason       text not null,
  address      text not null,
  first_seen   timestamptz not null,
  last_seen    timestamptz not null,
  count        bigint not null,
  last_kind    text not null,
  vendor       text not null,
  calls        bigint not null,
  last_call    text not null, -- kind of the last call for help that was told
  last_call_at timestamptz,
  primary key (protocol, id, reason)
);
create index quarantine_by_time on quarantine (protocol, last_seen desc);
