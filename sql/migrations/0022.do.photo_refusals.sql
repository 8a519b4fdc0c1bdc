-- Why a photo is not shown. Those that were refused before have no reason.
alter table report_photos
  add column refused_reason text,
  add constraint report_photos_refused_reason_known check (
    refused_reason in ('personal_data', 'abuse', 'spam', 'not_of_it', 'unreadable', 'other')
  ),
  add constraint report_photos_refused_reason_state check (refused_reason is null or state = 'refused');
