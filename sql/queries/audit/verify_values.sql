-- Faults beside the chain: values that do not fit their hash, are gone without having been erased, or belong to no entry; notes likewise.
-- params:
select a.id as entry, f.field, case when v.entry_id is null then 'value_missing' else 'value_changed' end as fault
from audit_log a
cross join lateral jsonb_each(a.fields) as f (field, hashes)
left join audit_values v on v.entry_id = a.id and v.field = f.field
where v.entry_id is null
  or (v.erased_at is null and f.hashes <> jsonb_build_object('before', value_hash(v.salt, v.before), 'after', value_hash(v.salt, v.after)))
union all
select v.entry_id, v.field, 'value_added'
from audit_values v
join audit_log a on a.id = v.entry_id
where not a.fields ? v.field
union all
select h.id, 'note', 'note_changed'
from report_history h
where not h.demo and h.note is not null and sha256(h.note_salt || convert_to(h.note, 'UTF8')) is distinct from h.note_hash
order by 1, 2
limit 100
