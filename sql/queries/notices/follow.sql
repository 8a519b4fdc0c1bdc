-- Keeps where who sent a report wishes to hear of it; where the address must be confirmed first, that question is to be sent.
-- params: report, channel, language, sealed, keyId, confirmed
with follower as (
  insert into report_followers (report_id, channel, language, sealed, key_id, confirmed_at)
  values (:report::uuid, :channel, :language, decode(:sealed, 'hex'), :keyId, case when :confirmed::boolean then now() end)
  returning id, confirmed_at
)
insert into report_notices (follower_id, kind) select f.id, 'confirmation' from follower f where f.confirmed_at is null
