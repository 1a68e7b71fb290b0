-- Ids that nobody provisioned and that called for help, until somebody dismisses them at any desk.
create table unknown_caller (
  protocol            text not null,
  id                  text not null,
  address             text not null,
  kind                text not null,
  opened_at           timestamptz not null, -- names this opening
  rang_at             timestamptz,
  last_at             timestamptz not null,
  times               bigint not null,
  dismissed_opened_at timestamptz, -- the opening that was dismissed
  dismissed_by        text not null default '',
  dismissed_at        timestamptz,
  primary key (protocol, id)
);
