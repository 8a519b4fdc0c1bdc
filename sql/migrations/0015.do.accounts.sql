-- Accounts: when somebody was last seen outlives the sessions; who left can be erased; wrong tries at signing in, for all server processes.
alter table staff_users
  add column seen_at timestamptz,
  add column erased_at timestamptz,
  add constraint staff_users_erased_whole check (
    erased_at is null or (disabled_at is not null and password_hash is null and totp_secret is null)
  );
comment on column staff_users.seen_at is 'the last use of a session, at most a minute behind';
comment on column staff_users.erased_at is 'login and name say no more who it was; such an account never works again';
update staff_users u set seen_at = (select max(s.seen_at) from staff_sessions s where s.user_id = u.id);

create table sign_in_tries (
  key bytea primary key,
  failures integer not null,
  tried_at timestamptz not null default now(),
  wait_until timestamptz not null default now(),
  constraint sign_in_tries_failures_counted check (failures >= 0)
);
comment on table sign_in_tries is 'Wrong tries at signing in, forgotten an hour after the last. Slows guessing down, whichever server process is asked.';
comment on column sign_in_tries.key is 'HMAC of login and address (or device), under the salt of the day: nobody can tell from it who tried, or where';
create index sign_in_tries_time_index on sign_in_tries (tried_at);
