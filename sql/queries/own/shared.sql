-- Whether others count on a report: supporters, reports merged into it, or the one it is merged into.
-- params: id
select supports > 0 or merged_into is not null as shared from reports where id = :id::uuid
