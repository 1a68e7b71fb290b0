-- The series beside the raw rows: means of 5 minutes and of days, the newest of each resident, positions, and what came
-- with a time that cannot be. Timescale or not is decided by what `vitals` became (V3).

-- Makes a series of a template, in chunks of its own length, and drops the template.
create function make_series(series text, template text, time_column text, chunk interval, compress_after interval)
returns void language plpgsql as $$
begin
  if (select relkind = 'p' from pg_class where oid = 'vitals'::regclass) then
    execute format('create table %I (like %I including all) partition by range (%I)', series, template, time_column);
  else
    execute format('create table %I (like %I including all)', series, template);
    perform create_hypertable(series::regclass, time_column::name, chunk_time_interval => chunk,
                              create_default_indexes => false);
    if compress_after is not null and current_setting('timescaledb.license', true) = 'timescale' then
      execute format('alter table %I set (timescaledb.compress, timescaledb.compress_segmentby = ''resident_id'','
                     ' timescaledb.compress_orderby = %L)', series, time_column || ' desc');
      perform add_compression_policy(series::regclass, compress_after, if_not_exists => true);
    end if;
  end if;
  execute format('drop table %I', template);
end $$;

-- A time window over all residents, for the roll-ups: rows come almost in order of time, so this index is tiny.
create index vitals_by_time on vitals using brin (time) with (pages_per_range = 64, autosummarize = on);

-- One resident's means of a step. What was measured while the device was not worn is not in them.
create table rollup_template (
  bucket      timestamptz not null, -- start
  resident_id bigint not null,
  sets        int not null,         -- rows; rows are only ever added, so that another number means another content
  hr_avg real, spo2_avg real, sys_avg real, dia_avg real, skin_avg real, core_avg real, resp_avg real,
  skin_min real, skin_max real, core_min real, core_max real,
  steps_max   int,
  hr_n int, spo2_n int, sys_n int, dia_n int, skin_n int, core_n int, resp_n int,
  hr_min smallint, hr_max smallint, spo2_min smallint, spo2_max smallint, sys_min smallint, sys_max smallint,
  dia_min smallint, dia_max smallint, resp_min smallint, resp_max smallint,
  battery_min smallint,
  primary key (resident_id, bucket)
);
create table rollup_template_daily (like rollup_template including all);
select make_series('vitals_5m', 'rollup_template', 'bucket', interval '30 days', interval '70 days');
-- Days of the county, from its midnight.
select make_series('vitals_daily', 'rollup_template_daily', 'bucket', interval '365 days', null);

-- How far the roll-ups are: buckets that began before are in the tables.
create table rollup_state (
  one      boolean primary key default true check (one),
  five_to  timestamptz not null,
  daily_to timestamptz not null
);
insert into rollup_state (five_to, daily_to)
  select from_time, from_time from (
    select date_bin(interval '1 day', coalesce(min(time), now()), timestamptz '2000-01-01 00:00:00+08') as from_time
    from vitals) as begin;

-- Buckets of 5 minutes that got rows after the windows that are rolled up anyway. Each is taken out when it was rolled up.
create table rollup_due (
  resident_id bigint not null,
  bucket      timestamptz not null,
  primary key (resident_id, bucket)
);

-- The newest of each resident, value by value with its time. By resident and not by device: a band that is given to
-- somebody else must not show the former wearer's values as theirs.
create table vitals_latest (
  resident_id bigint primary key,
  hr          smallint, hr_at      timestamptz,
  spo2        smallint, spo2_at    timestamptz,
  sys         smallint, dia        smallint, pressure_at timestamptz,
  skin_centi  smallint, skin_at    timestamptz,
  core_centi  smallint, core_at    timestamptz,
  resp        smallint, resp_at    timestamptz,
  steps       int,      steps_at   timestamptz,
  battery     smallint, battery_at timestamptz,
  flags       int,      flags_at   timestamptz
) with (fillfactor = 50);

-- Where residents were. Read only for a purpose that is written into the audit, and kept for a month.
create table location_template (
  time        timestamptz not null,
  resident_id bigint not null,
  device_id   bigint not null,
  lat         double precision not null,
  lon         double precision not null,
  accuracy    real,              -- metres; null: not told
  source      smallint not null, -- 0 unknown, 1 GNSS, 2 WIFI, 3 CELL, 4 BEACON
  valid       boolean not null,  -- false: the device itself marks it as not fixed
  primary key (resident_id, time, device_id)
);
select make_series('location_history', 'location_template', 'time', interval '1 day', null);

-- Measurements whose time cannot be. Bounded by the writer: the oldest make room.
create table vitals_quarantine (
  id           bigint generated always as identity primary key,
  received_at  timestamptz not null,
  claimed_at   timestamptz not null, -- what the device said, within the years 1970 to 9999
  reason       text not null check (reason in ('WILD', 'LATE')),
  resident_id  bigint not null,
  device_id    bigint not null,
  hr smallint, spo2 smallint, sys smallint, dia smallint, temp real, temp_site smallint, resp smallint, steps int,
  battery smallint, flags int
);

-- For what purpose, and with which reference, something was read.
alter table audit add column detail text not null default '';

drop function make_series(text, text, text, interval, interval);
