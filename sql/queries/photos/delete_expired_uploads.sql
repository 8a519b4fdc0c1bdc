-- Ends uploads that were not finished in time, so that their keys can be used again.
-- params:
delete from photo_uploads where expires_at <= now() returning id
