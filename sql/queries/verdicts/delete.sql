-- Takes back what a device said about the resolution of reports; its mark is another for each.
-- params: ids, marks
delete from report_verdicts where report_id = any (:ids::uuid[]) and device_hmac = any (:marks::bytea[]) returning report_id
