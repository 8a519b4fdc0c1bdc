-- Areas in force, large ones first, without geometry: what filters and new reports are checked against.
-- params:
select a.id, a.code, a.kind, p.code as parent
from areas a
left join areas p on p.id = a.parent_id
where area_in_force(a.valid_from, a.valid_to)
order by array_position(array['city', 'mtu', 'settlement', 'quarter'], a.kind), a.code
