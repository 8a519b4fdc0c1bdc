-- The staff's list in the order of the last change, at any depth.
create index reports_updated_order_index on reports (updated_at desc, id desc);
