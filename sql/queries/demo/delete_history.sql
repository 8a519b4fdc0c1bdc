-- Removes invented history, the only history that may be removed.
-- params:
delete from report_history where demo
