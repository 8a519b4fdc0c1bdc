-- Boundaries that somebody proposes: kept with what they would change, applied in one step, the last one taken back.
create table area_proposals (
  id bigint generated always as identity primary key,
  name text not null,
  user_id integer not null,
  created_at timestamptz not null default now(),
  document jsonb not null,
  new_codes jsonb not null default '{}',
  end_missing boolean not null default false,
  differences jsonb not null,
  seen_state text not null,
  state text not null default 'open',
  applied_by integer,
  applied_at timestamptz,
  before_areas jsonb,
  after_state text,
  undone_at timestamptz,
  constraint area_proposals_user_fk foreign key (user_id) references staff_users (id) on delete restrict,
  constraint area_proposals_applied_by_fk foreign key (applied_by) references staff_users (id) on delete restrict,
  constraint area_proposals_name_length check (char_length(name) between 1 and 200),
  constraint area_proposals_state_known check (state in ('open', 'applied', 'undone')),
  constraint area_proposals_applied_whole check (
    (state = 'open') = (applied_at is null) and (applied_at is null) = (before_areas is null) and (state = 'undone') = (undone_at is not null)
  )
);
comment on table area_proposals is 'Boundaries as somebody drew or uploaded them. Nothing changes before one is applied.';
comment on column area_proposals.document is 'GeoJSON FeatureCollection as it came';
comment on column area_proposals.new_codes is 'old code -> new code, for areas that get another name and keep their reports';
comment on column area_proposals.end_missing is 'areas that the document does not name end today';
comment on column area_proposals.differences is 'what it would change, as last computed or as applied';
comment on column area_proposals.seen_state is 'fingerprint of all areas when the differences were computed: with another one it is not applied';
comment on column area_proposals.before_areas is 'what the changed areas were, whole, for taking it back';
comment on column area_proposals.after_state is 'fingerprint of all areas after it: it is taken back only while they are the same';
create index area_proposals_user_index on area_proposals (user_id);
create index area_proposals_applied_by_index on area_proposals (applied_by);
