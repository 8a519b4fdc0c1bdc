-- One change of categories at a time, so that each is logged against what it changed.
-- params:
lock table categories, kinds in share row exclusive mode
