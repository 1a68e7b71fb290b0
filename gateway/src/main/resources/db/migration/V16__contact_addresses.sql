-- How contacts are reached beside the telephone, and in which language.
alter table contact
  add column mail     text not null default '',
  add column webhook  text not null default '',
  add column language text not null default 'ZH' check (language in ('ZH', 'EN'));
