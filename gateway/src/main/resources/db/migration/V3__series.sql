-- Measurements: one wide row per set, null = not measured; 110 bytes instead of eight rows of 110.
-- The key makes writes idempotent and serves 'one resident, from, to' with one index scan.

create table vitals_template (
  time        timestamptz not null,
  resident_id bigint not null,
  hr          smallint,
  spo2        smallint,
  sys         smallint,
  dia         smallint,
  temp        real,
  temp_site   smallint, -- 0 skin, 1 core
  resp        smallint,
  steps       int,
  battery     smallint,
  quality     smallint,
  flags       int,
  device_id   bigint not null,
  primary key (resident_id, time, device_id) include (hr, spo2)
);

-- Decided here, once: a partitioned table can never become a hypertable.
do $$
begin
  if exists (select from pg_extension where extname = 'timescaledb') then
    create table vitals (like vitals_template including all);
    perform create_hypertable('vitals', 'time', chunk_time_interval => interval '1 day',
                              create_default_indexes => false);
    if current_setting('timescaledb.license', true) = 'timescale' then
      alter table vitals set (timescaledb.compress, timescaledb.compress_segmentby = 'resident_id',
                              timescaledb.compress_orderby = 'time desc');
      perform add_compression_policy('vitals', interval '7 days', if_not_exists => true);
    end if;
  else
    create table vitals (like vitals_template including all) partition by range (time);
  end if;
end $$;
drop table vitals_template;

-- What a device last said, value by value with its time, so that a restart knows it at once. Written at most once a
-- second for a device, however often it speaks; fillfactor leaves room for updates within the page.
create table device_latest (
  device_id        text primary key,
  received_at      timestamptz not null,
  battery          smallint,
  signal           smallint,
  steps            int,
  lat              double precision,
  lon              double precision,
  accuracy         double precision,
  source           text,
  valid            boolean,
  position_at      timestamptz,
  hr               smallint, hr_at    timestamptz,
  spo2             smallint, spo2_at  timestamptz,
  sys              smallint, sys_at   timestamptz,
  dia              smallint, dia_at   timestamptz,
  temp_centi       smallint, temp_site text, temp_at timestamptz,
  resp             smallint, resp_at  timestamptz,
  alarms           text[] not null,
  raw_status       text
) with (fillfactor = 50);
