-- A list of one status in its order, however many newer reports have another one.
create index reports_published_status_index on reports (status, published_at desc, id desc) where hidden_at is null;
