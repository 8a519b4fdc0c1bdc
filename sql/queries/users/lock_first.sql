-- One first administrator, even when two use the link at once.
-- params:
lock table staff_users in share row exclusive mode
