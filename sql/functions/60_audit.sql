-- value_hash: what the chain keeps of a value: nobody can guess it without the salt.
create or replace function value_hash(salt bytea, value jsonb) returns text
language sql immutable parallel safe
return encode(sha256(salt || convert_to(coalesce(value::text, 'null'), 'UTF8')), 'hex');

-- history_entry_hash, audit_entry_hash: the fingerprint of an entry, of everything in it that may never change.
create or replace function history_entry_hash(h report_history) returns bytea
language sql stable parallel safe
return sha256(convert_to(jsonb_build_array(
  'history', h.id, h.report_id, (extract(epoch from h.happened_at) * 1000000)::bigint, h.actor, h.event, h.status,
  encode(h.note_hash, 'hex'), h.is_public, h.audit_id
)::text, 'UTF8'));

create or replace function audit_entry_hash(a audit_log) returns bytea
language sql stable parallel safe
return sha256(convert_to(jsonb_build_array(
  'audit', a.id, (extract(epoch from a.happened_at) * 1000000)::bigint, a.user_id, a.via, a.action, a.subject, a.subject_id,
  a.report_version, a.undoes, a.fields
)::text, 'UTF8'));

-- seal_hash: the hash that the next seal continues.
create or replace function seal_hash(previous bytea, id bigint, sealed_at timestamptz, entries integer, digest bytea) returns bytea
language sql immutable parallel safe
return sha256(
  previous || convert_to(format('%s %s %s ', id, (extract(epoch from sealed_at) * 1000000)::bigint, entries), 'UTF8') || digest
);

-- seal_history: seals up to `batch` entries of each table that have no seal yet, and says how many. Only sealing waits for sealing:
-- whoever appends meets no lock here, and an entry that commits late is in a later seal.
create or replace function seal_history(batch integer) returns integer
language plpgsql as $$
declare
  history_ids bigint[];
  audit_ids bigint[];
  previous history_seals;
  seal history_seals;
begin
  if not exists (select from report_history where seal_id is null and not demo) and not exists (select from audit_log where seal_id is null) then
    return 0;
  end if;
  lock table history_seals in exclusive mode;
  history_ids := array(select id from report_history where seal_id is null and not demo order by id limit batch);
  audit_ids := array(select id from audit_log where seal_id is null order by id limit batch);
  seal.entries := cardinality(history_ids) + cardinality(audit_ids);
  if seal.entries = 0 then
    return 0;
  end if;
  select * into previous from history_seals order by id desc limit 1;
  seal.id := coalesce(previous.id, 0) + 1;
  seal.sealed_at := clock_timestamp();
  seal.previous_hash := coalesce(previous.hash, ''::bytea);
  seal.digest := sha256(
    coalesce((select string_agg(history_entry_hash(h), ''::bytea order by h.id) from report_history h where h.id = any (history_ids)), ''::bytea)
    || coalesce((select string_agg(audit_entry_hash(a), ''::bytea order by a.id) from audit_log a where a.id = any (audit_ids)), ''::bytea)
  );
  seal.hash := seal_hash(seal.previous_hash, seal.id, seal.sealed_at, seal.entries, seal.digest);
  insert into history_seals select seal.*;
  update report_history set seal_id = seal.id where id = any (history_ids);
  update audit_log set seal_id = seal.id where id = any (audit_ids);
  return seal.entries;
end;
$$;

create or replace trigger history_seals_append_only before update or delete or truncate on history_seals
for each statement execute function refuse_change();

-- history_hash_note: the chain keeps a salted hash of a note, so that the note itself can be erased.
create or replace function history_hash_note() returns trigger
language plpgsql as $$
begin
  new.note_salt := uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid());
  new.note_hash := sha256(new.note_salt || convert_to(new.note, 'UTF8'));
  return new;
end;
$$;
create or replace trigger history_hash_note before insert on report_history
for each row when (new.note is not null and not new.demo) execute function history_hash_note();

-- history_append_only: real history can never be changed or removed; only its seal may be set once, and a note erased.
-- Invented history goes with the demonstration.
create or replace function history_append_only() returns trigger
language plpgsql as $$
declare
  sealed constant text[] := array['seal_id'];
  erased constant text[] := array['note', 'note_salt'];
begin
  if tg_op = 'DELETE' and old.demo then
    return old;
  end if;
  if tg_op = 'UPDATE' and to_jsonb(new) - sealed = to_jsonb(old) - sealed and old.seal_id is null then
    return new;
  end if;
  if tg_op = 'UPDATE' and to_jsonb(new) - erased = to_jsonb(old) - erased and new.note is null and new.note_salt is null then
    return new;
  end if;
  raise exception using errcode = 'restrict_violation', message = 'report_history is append-only';
end;
$$;
create or replace trigger history_append_only before update or delete on report_history
for each row execute function history_append_only();
create or replace trigger history_no_truncate before truncate on report_history
for each statement execute function refuse_change();

-- audit_append_only: of an entry only its seal may be set, once.
create or replace function audit_append_only() returns trigger
language plpgsql as $$
begin
  if tg_op = 'UPDATE' and to_jsonb(new) - 'seal_id' = to_jsonb(old) - 'seal_id' and old.seal_id is null then
    return new;
  end if;
  raise exception using errcode = 'restrict_violation', message = 'audit_log is append-only';
end;
$$;
create or replace trigger audit_append_only before update or delete on audit_log
for each row execute function audit_append_only();
create or replace trigger audit_no_truncate before truncate on audit_log
for each statement execute function refuse_change();

-- audit_values_erasable: a value may be erased, whole and for good; nothing else.
create or replace function audit_values_erasable() returns trigger
language plpgsql as $$
begin
  if tg_op = 'UPDATE' and old.erased_at is null and new.erased_at is not null and (new.entry_id, new.field) = (old.entry_id, old.field) then
    return new;
  end if;
  raise exception using errcode = 'restrict_violation', message = 'audit_values can only be erased';
end;
$$;
create or replace trigger audit_values_erasable before update or delete on audit_values
for each row execute function audit_values_erasable();
create or replace trigger audit_values_no_truncate before truncate on audit_values
for each statement execute function refuse_change();
