-- Appends who did what to the audit log, one entry a subject: names and salted hashes there, the values beside it.
-- params: userId, via, entries
with given as materialized (
  select d.*
  from rows from (
    json_to_recordset(:entries::json) as (
      action text, subject text, "subjectId" text, "reportVersion" integer, undoes bigint, changes jsonb
    )
  ) with ordinality as d (action, subject, "subjectId", "reportVersion", undoes, changes, number)
),
numbered as materialized (
  select g.*, nextval(pg_get_serial_sequence('audit_log', 'id')) as id from given g order by g.number
),
changed as materialized (
  select n.id, c.field, uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid()) as salt, c.before, c.after
  from numbered n
  cross join lateral jsonb_to_recordset(n.changes) as c (field text, before jsonb, after jsonb)
),
entry as (
  insert into audit_log (id, user_id, via, action, subject, subject_id, report_version, undoes, fields)
  overriding system value
  select
    n.id, :userId::integer, :via, n.action, n.subject, n."subjectId", n."reportVersion", n.undoes,
    coalesce(
      (
        select jsonb_object_agg(c.field, jsonb_build_object('before', value_hash(c.salt, c.before), 'after', value_hash(c.salt, c.after)))
        from changed c where c.id = n.id
      ),
      '{}'
    )
  from numbered n
  order by n.number
  returning id, subject_id
),
kept as (
  insert into audit_values (entry_id, field, salt, before, after)
  select e.id, c.field, c.salt, c.before, c.after from entry e join changed c on c.id = e.id
)
select id, subject_id as "subjectId" from entry order by id
