-- Warnings of weather and disasters as they came (CAP 1.2); what is shown of them is read out of the message anew.

create table warning (
  id            bigint generated always as identity primary key,
  sender        text not null,
  identifier    text not null,
  sent          timestamptz not null,
  status        text not null,
  msg_type      text not null,
  severity      text not null, -- the worst of its blocks
  ends_at       timestamptz not null, -- the last of its blocks; when it was sent if it has none
  received_from text not null, -- file, or push:NAME of the grant
  area          text not null, -- beginning of the codes for which its sender may speak; empty: the whole tree
  received_at   timestamptz not null default now(),
  message       bytea not null check (octet_length(message) between 1 and 262144),
  unique (sender, identifier, sent)
);
create index warning_ends on warning (ends_at);
create index warning_received on warning (received_at);

-- what an Update or a Cancel is about, which may come later than it
create table warning_reference (
  warning_id bigint not null references warning on delete cascade,
  sender     text not null,
  identifier text not null,
  sent       timestamptz not null,
  primary key (warning_id, sender, identifier, sent)
);
create index warning_referred on warning_reference (sender, identifier, sent);
