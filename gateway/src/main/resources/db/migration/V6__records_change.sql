-- One number that moves with every change of the records, so that each gateway on this database sees when to load them
-- anew: an import through one of three members must reach the other two.

create table records_change (
  one    boolean primary key default true check (one),
  number bigint not null
);
insert into records_change (number) values (0);

create function note_records_change() returns trigger language plpgsql as $$
begin
  update records_change set number = number + 1;
  return null;
end $$;

create trigger resident_change after insert or update or delete on resident
  for each statement execute function note_records_change();
create trigger contact_change after insert or update or delete on contact
  for each statement execute function note_records_change();
create trigger device_change after insert or update or delete on device
  for each statement execute function note_records_change();
create trigger device_resident_change after insert or update or delete on device_resident
  for each statement execute function note_records_change();
create trigger account_change after insert or update or delete on account
  for each statement execute function note_records_change();
create trigger api_token_change after insert or update or delete on api_token
  for each statement execute function note_records_change();
create trigger plan_change_change after insert or update or delete on plan_change
  for each statement execute function note_records_change();
