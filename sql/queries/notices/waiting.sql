-- How many messages wait to be sent, by channel.
-- params:
select f.channel, count(distinct f.id)::integer as waiting
from report_notices n
join report_followers f on f.id = n.follower_id
group by f.channel
