-- How a resident's escalation plan differs from the standard one; see docs/escalation.md.

create table plan_change (
  resident_id bigint not null references resident,
  urgency     text not null check (urgency in ('P1', 'P2', 'P3')),
  action      text not null,
  ring        smallint not null check (ring between 0 and 3), -- 0: every ring, or not a call
  what        text not null,
  seconds     int not null,
  contacts    text[] not null, -- ids of the resident's contacts
  updated_at  timestamptz not null default now(),
  primary key (resident_id, urgency, action, ring, what)
);
