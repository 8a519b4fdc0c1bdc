-- Who looks after the map: accounts, their areas, sessions, tokens and one-time links. Secrets are kept as hashes only.
create table staff_users (
  id integer generated always as identity primary key,
  login text not null,
  name text not null,
  role text not null,
  area_limited boolean not null default false,
  password_hash text,
  totp_secret bytea,
  totp_confirmed_at timestamptz,
  totp_step bigint,
  disabled_at timestamptz,
  created_at timestamptz not null default now(),
  constraint staff_users_login_unique unique (login),
  constraint staff_users_login_format check (login ~ '^[a-z0-9][a-z0-9._@+-]{1,99}$'),
  constraint staff_users_name_length check (char_length(name) between 1 and 200),
  constraint staff_users_role_known check (role in ('moderator', 'planner', 'official', 'admin')),
  constraint staff_users_admin_everywhere check (role <> 'admin' or not area_limited)
);
comment on column staff_users.area_limited is 'true: only the areas of staff_user_areas, and none when there are none; an administrator is never limited';
comment on column staff_users.password_hash is 'argon2id in PHC form; null until the invitation was accepted';
comment on column staff_users.totp_secret is 'encrypted under SECRET_KEY; counts once totp_confirmed_at is set';
comment on column staff_users.totp_step is 'the last 30-second step whose code was used, so that none is used twice';

create table staff_user_areas (
  user_id integer not null,
  area_id integer not null,
  primary key (user_id, area_id),
  constraint staff_user_areas_user_fk foreign key (user_id) references staff_users (id) on delete cascade,
  constraint staff_user_areas_area_fk foreign key (area_id) references areas (id) on delete restrict
);
create index staff_user_areas_area_index on staff_user_areas (area_id);

create table staff_sessions (
  token_hash bytea primary key,
  user_id integer not null,
  created_at timestamptz not null default now(),
  seen_at timestamptz not null default now(),
  expires_at timestamptz not null,
  constraint staff_sessions_user_fk foreign key (user_id) references staff_users (id) on delete cascade
);
comment on column staff_sessions.seen_at is 'at most a minute behind the last request: the idle limit counts from here';
create index staff_sessions_user_index on staff_sessions (user_id);
create index staff_sessions_expiry_index on staff_sessions (expires_at);

create table staff_tokens (
  id integer generated always as identity primary key,
  user_id integer not null,
  name text not null,
  token_hash bytea not null,
  scopes text[] not null,
  created_at timestamptz not null default now(),
  expires_at timestamptz not null,
  used_at timestamptz,
  revoked_at timestamptz,
  constraint staff_tokens_user_fk foreign key (user_id) references staff_users (id) on delete cascade,
  constraint staff_tokens_hash_unique unique (token_hash),
  constraint staff_tokens_name_length check (char_length(name) between 1 and 100),
  constraint staff_tokens_scopes_given check (cardinality(scopes) > 0)
);
comment on column staff_tokens.scopes is 'rights it carries, and never more than its user has at the time';
create index staff_tokens_user_index on staff_tokens (user_id);

create table staff_links (
  token_hash bytea primary key,
  user_id integer,
  created_at timestamptz not null default now(),
  expires_at timestamptz not null,
  constraint staff_links_user_fk foreign key (user_id) references staff_users (id) on delete cascade
);
comment on table staff_links is 'One-time links: an invitation or a new password for a user; without a user, the first administrator. Deleted when used.';
create index staff_links_user_index on staff_links (user_id);
