-- closed_at: since when nothing is to be done with a report any more; null while something is. Of one that was merged or hidden it is its last change.
create or replace function closed_at(r reports) returns timestamptz
language sql stable parallel safe
return case
  when r.status = 'resolved' and r.hidden_at is null and r.merged_into is null then coalesce(r.resolved_at, r.updated_at)
  when not is_open(r) then greatest(r.updated_at, r.hidden_at)
end;

-- erase_unpublished: makes of what is kept of reports what is published of them. The exact place becomes the published one, text and landmark
-- those that were published; photos nobody published, pictures of before blurring, questions, notes, the hash of the address and where who sent it wished to hear of it go, and the values
-- in the audit log. What the public sees stays as it is, and so does the chain of history. Gives how many values, notes and photos went.
create or replace function erase_unpublished(reports_to_erase uuid[]) returns table (places integer, erased_values integer, notes integer, photos integer)
language plpgsql as $$
begin
  update reports r set
    location = case r.precision when 'area' then null else r.published_location end,
    asked_area_id = case r.precision when 'area' then r.published_area_id else r.asked_area_id end,
    assigned_area_id = case r.precision when 'area' then settlement_of(r.assigned_area_id) else r.assigned_area_id end,
    landmark = case r.precision when 'exact' then r.published_landmark end,
    published_landmark = case r.precision when 'exact' then r.published_landmark end,
    description = r.published_description,
    observed_at = null,
    erased_at = now(),
    -- Who has the old one before his eyes must not write the place back.
    version = r.version + 1
  where r.id = any (reports_to_erase);
  get diagnostics places = row_count;

  update audit_values v set salt = null, before = null, after = null, erased_at = now()
  from audit_log a
  where a.id = v.entry_id and a.subject = 'report' and a.subject_id = any (reports_to_erase::text[]) and v.erased_at is null;
  get diagnostics erased_values = row_count;

  update report_history h set note = null, note_salt = null
  where h.report_id = any (reports_to_erase) and h.note is not null and not h.is_public;
  get diagnostics notes = row_count;

  delete from report_photos p where coalesce(p.home_id, p.report_id) = any (reports_to_erase) and p.state <> 'published';
  get diagnostics photos = row_count;
  delete from photo_renditions n using report_photos p
  where p.id = n.photo_id and coalesce(p.home_id, p.report_id) = any (reports_to_erase) and n.storage_key <> p.storage_key;

  delete from report_questions q where q.report_id = any (reports_to_erase);
  delete from report_followers f where f.report_id = any (reports_to_erase);
  delete from report_origins o where o.report_id = any (reports_to_erase);
  update report_flags f set note = null where f.report_id = any (reports_to_erase) and f.note is not null;
  return next;
end;
$$;
