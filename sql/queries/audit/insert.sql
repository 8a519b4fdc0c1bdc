-- Appends who did what to the audit log: names and salted hashes there, the values beside it.
-- params: userId, via, action, subject, subjectId, reportVersion, undoes, changes
with given as materialized (
  select field, uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid()) as salt, before, after
  from jsonb_to_recordset(:changes::jsonb) as t (field text, before jsonb, after jsonb)
),
entry as (
  insert into audit_log (user_id, via, action, subject, subject_id, report_version, undoes, fields)
  select
    :userId::integer, :via, :action, :subject, :subjectId::text, :reportVersion::integer, :undoes::bigint,
    coalesce(
      (select jsonb_object_agg(field, jsonb_build_object('before', value_hash(salt, before), 'after', value_hash(salt, after))) from given),
      '{}'
    )
  returning id
),
kept as (
  insert into audit_values (entry_id, field, salt, before, after)
  select entry.id, given.field, given.salt, given.before, given.after from entry cross join given
)
select id from entry
