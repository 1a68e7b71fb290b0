-- The newest values are written once a second and the rows they are of with each batch. What lies between is noted here, in
-- the transaction of the rows: whose, and from which time on. The note goes with the newest values; one that is left behind by
-- a crash is worked off from the series.
create table vitals_latest_due (
  id        bigint generated always as identity primary key,
  noted_at  timestamptz not null default now(),
  residents bigint[] not null,
  since     bigint[] not null  -- epoch milliseconds of each one's oldest row, in the order of residents
);
