-- One change of settings at a time, so that each is logged against what it changed.
-- params:
lock table settings in share row exclusive mode
