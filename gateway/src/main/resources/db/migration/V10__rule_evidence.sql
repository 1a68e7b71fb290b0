-- What a rule found, encrypted: which values against which limits. Null for a task that no rule found.
alter table task add column evidence bytea;
