-- The salt of a day, the one given if it is the first. No row: another was first at this moment.
-- params: day, salt
with made as (
  insert into address_salts (day, salt) values (:day::date, :salt::bytea) on conflict (day) do nothing returning salt
)
select salt from made
union all
select salt from address_salts where day = :day::date
limit 1
