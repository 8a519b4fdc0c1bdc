-- fold_text: lower case and forgiving letters, so that н о у е find ң ө ү ё. Does not rely on the locale: lower() of a C locale leaves Cyrillic alone.
create or replace function fold_text(words text) returns text
language sql immutable strict parallel safe
return translate(
  lower(words),
  'АБВГДЕЁЖЗИЙКЛМНОПРСТУФХЦЧШЩЪЫЬЭЮЯҢӨҮёңөү',
  'абвгдеежзийклмнопрстуфхцчшщъыьэюяноуеноу'
);

-- utc_text: an instant as RFC 3339 in UTC with seconds, the only form of time on the wire.
create or replace function utc_text(instant timestamptz) returns text
language sql stable strict parallel safe
return to_char(instant at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"');
