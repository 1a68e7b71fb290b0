-- What health rules have learned of a resident: what is usual at each hour, and the last days. One value, in the rules' own form.
create table resident_usual (
  resident_id bigint primary key references resident (id) on delete cascade,
  learned     bytea not null,
  kept_at     timestamptz not null default now()
);
