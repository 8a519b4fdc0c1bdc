-- Forgets an address, and what was to be sent to it.
-- params: id
delete from report_followers where id = :id::uuid
