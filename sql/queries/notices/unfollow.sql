-- Forgets where who sent a report wished to hear of it.
-- params: report, channel
delete from report_followers where report_id = :report::uuid and channel = :channel
