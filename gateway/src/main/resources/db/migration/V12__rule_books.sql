-- The rules' numbers: books for everyone, and persons' own limits. Nothing is changed or deleted, the newest version is in force.

-- Each change takes the next revision under this row's lock: a reader who has seen one has seen all before it.
create table rule_state (
  one      boolean primary key default true check (one),
  revision bigint not null
);
insert into rule_state (revision) values (0);

create table rule_book (
  version  int primary key check (version > 0),
  revision bigint not null unique,
  at       timestamptz not null default now(),
  author   text not null,
  reason   text not null,
  book     jsonb not null
);
create trigger rule_book_is_append_only before update or delete or truncate on rule_book
  for each statement execute function refuse_change();

-- A person's own layer; {} takes it back.
create table rule_person (
  resident_id text not null, -- outer id, as in alerts
  version     int not null check (version > 0),
  revision    bigint not null unique,
  at          timestamptz not null default now(),
  author      text not null,
  reason      text not null,
  layer       jsonb not null,
  primary key (resident_id, version)
);
create trigger rule_person_is_append_only before update or delete or truncate on rule_person
  for each statement execute function refuse_change();
