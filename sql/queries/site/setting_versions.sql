-- Which settings were changed since the start, and by which version of all of them.
-- params:
select key, version from settings where version > 0
