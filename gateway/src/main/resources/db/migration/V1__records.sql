-- Residents, the people around them, devices, and who may use the console. Outer ids are text, as provisioned.

create table resident (
  id                 bigint generated always as identity primary key,
  external_id        text not null unique,
  version            bigint not null,
  name               text not null,
  sex                text not null,
  birth_date         date,
  birth_calendar     text not null,
  region_code        text not null,
  address            text not null,
  latitude           double precision,
  longitude          double precision,
  phone              text not null,
  care_grade         smallint not null check (care_grade between 1 and 4),
  conditions         text[] not null,
  medicines          text[] not null,
  allergies          text[] not null,
  blood_group        text not null,
  doctor_name        text not null,
  doctor_phone       text not null,
  preferred_hospital text not null,
  access_note        text not null,
  created_at         timestamptz not null default now(),
  updated_at         timestamptz not null default now()
);
create index resident_region on resident (region_code text_pattern_ops);

create table contact (
  resident_id  bigint not null references resident,
  contact_id   text not null,
  name         text not null,
  role         text not null,
  ring         smallint not null check (ring between 1 and 3),
  phone        text not null,
  capabilities text[] not null,
  channels     text[] not null,
  hours        text not null,
  updated_at   timestamptz not null default now(),
  primary key (resident_id, contact_id)
);

create table device (
  id            bigint generated always as identity primary key,
  external_id   text not null unique,
  protocol      text not null,
  sealed_secret bytea not null, -- by the gateway's vault
  model         text not null,
  created_at    timestamptz not null default now(),
  updated_at    timestamptz not null default now()
);

create table device_resident (
  device_id   bigint not null references device,
  ordinal     smallint not null, -- 0 is named first on an alert
  resident_id bigint not null references resident,
  primary key (device_id, ordinal),
  unique (device_id, resident_id)
);
create index device_resident_by_resident on device_resident (resident_id);

create table account (
  login         text primary key check (char_length(login) between 1 and 64),
  role          text not null,
  password_hash text not null, -- argon2id, encoded
  scope_prefix  text not null,
  disabled      boolean not null,
  must_change   boolean not null,
  created_at    timestamptz not null default now(),
  updated_at    timestamptz not null default now()
);

create table api_token (
  name         text primary key check (char_length(name) between 1 and 64),
  role         text not null,
  scope_prefix text not null,
  token_hash   bytea not null unique, -- SHA-256; the token itself is never stored
  created_at   timestamptz not null default now(),
  revoked_at   timestamptz
);

create function refuse_change() returns trigger language plpgsql as $$
begin
  raise exception '% is append-only', tg_table_name;
end $$;

create table audit (
  id      bigint generated always as identity primary key,
  at      timestamptz not null,
  actor   text not null,
  address text not null,
  action  text not null,
  subject text not null,
  outcome text not null
);
create index audit_by_subject on audit (subject, at desc);
create trigger audit_is_append_only before update or delete or truncate on audit
  for each statement execute function refuse_change();
