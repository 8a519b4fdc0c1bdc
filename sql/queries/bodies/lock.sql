-- What may be changed of a body, held until the end of the transaction.
-- params: code
select name_ky as "nameKy", name_ru as "nameRu", name_en as "nameEn", confirmed, retired_at is not null as retired, version
from bodies
where code = :code
for update
