-- A photo with what a neighbour says of a resolution. It goes the way of every photo; the mark of the device says with whose answer it came.
alter table report_photos
  add column verdict_hmac bytea,
  add column verdict_about timestamptz,
  drop constraint report_photos_role_known,
  add constraint report_photos_role_known check (role in ('report', 'proof', 'verdict')),
  add constraint report_photos_verdict_whole check (
    (role = 'verdict') = (verdict_hmac is not null) and (verdict_hmac is null) = (verdict_about is null)
  ),
  add constraint report_photos_verdict_unique unique (verdict_hmac, verdict_about);
comment on column report_photos.role is 'report: sent with it; proof: made by staff of the problem solved; verdict: sent by a neighbour who says whether it is fixed';
comment on column report_photos.verdict_hmac is 'private: report_verdicts.device_hmac of who sent it; of one report only';
comment on column report_photos.verdict_about is 'private: report_verdicts.resolved_at when it came, the resolution it shows';

alter table photo_uploads add column verdict_hmac bytea;
comment on column photo_uploads.verdict_hmac is 'the mark of the device of a neighbour who sends it with an answer; null when who sent the report does';
