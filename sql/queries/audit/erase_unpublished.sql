-- Makes of what is kept of reports what is published of them, and says how much went.
-- params: reports
select places, erased_values as values, notes, photos from erase_unpublished(:reports::uuid[])
