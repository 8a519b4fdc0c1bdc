-- The hash of sql/functions as last applied.
-- params:
select value ->> 0 as hash from settings where key = 'functions_hash'
