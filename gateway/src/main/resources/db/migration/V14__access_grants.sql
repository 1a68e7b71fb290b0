-- What other systems may have: FHIR and cohorts for research. A name is never used again, for the audit names it.

create table access_grant (
  name       text primary key check (char_length(name) between 1 and 64),
  scopes     text[] not null check (cardinality(scopes) > 0),
  area       text not null, -- beginning of an administrative code; empty: the whole tree
  purpose    text not null check (char_length(purpose) between 1 and 200),
  token_hash bytea not null unique, -- SHA-256; the token itself is never stored
  created_by text not null,
  created_at timestamptz not null,
  expires_at timestamptz not null,
  revoked_by text,
  revoked_at timestamptz,
  used_at    timestamptz -- to the minute
);
