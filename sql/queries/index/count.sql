-- How many reports are published: decides in how many parts they are read.
-- params:
select count(*)::integer as reports from published_reports
