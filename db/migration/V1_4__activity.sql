-- What happened: requests, actions in the console, changes of users. The login that requests use can only add rows (ADR 22).

-- What a client sent, what the server did, and what the administrator should do. Contains names of attributes, and their values only where the
-- tenant's settings ask for them; never a secret.
create table provisioning.activity (
  tenant_id uuid not null references provisioning.tenant,
  -- Not from a sequence: its numbers would tell a tenant how much happens in the others.
  id uuid not null default provisioning.time_ordered_id(),
  at timestamptz not null default now(),
  -- What kind of actor it was, because a user may be called scim or timer. The application names the actor and its address in settings of the
  -- transaction. Without them an operator called a function of this schema.
  actor_kind text not null default coalesce(nullif(current_setting('provisioning.actor_kind', true), ''), 'ops')
    constraint activity_actor_kind check (actor_kind in ('provider', 'reports', 'timer', 'configuration', 'ops', 'person', 'anonymous')),
  -- The id finds the rows of a user who is erased and had another name before.
  actor_id uuid default nullif(current_setting('provisioning.actor_id', true), '')::uuid,
  actor text not null,
  action text not null,
  resource_type text,
  resource_id text,
  resource_name text,
  status int,
  scim_type text,
  detail text,
  changed jsonb,
  changed_values jsonb,
  consequences jsonb,
  tolerances jsonb,
  method text,
  path text,
  client text default nullif(current_setting('provisioning.actor_client', true), ''),
  source text default nullif(current_setting('provisioning.actor_source', true), ''),
  token_id uuid,
  request_id text,
  -- Links a row with the changes of manager, team and roles of the same transaction.
  transaction xid8 not null default pg_current_xact_id(),
  primary key (tenant_id, id)
);
create index activity_actor on provisioning.activity (tenant_id, actor_id) where actor_id is not null;
create index activity_resource on provisioning.activity (tenant_id, resource_id, id) where resource_id is not null;
create index activity_failures on provisioning.activity (tenant_id, id) where status >= 400;
create index activity_of_others on provisioning.activity (tenant_id, id) where actor_kind not in ('provider', 'reports');
create index activity_access on provisioning.activity (tenant_id, id)
  where action in ('user.created', 'user.deactivated', 'user.reactivated', 'user.adopted', 'user.deleted');
create index activity_tolerances on provisioning.activity (tenant_id, id) where tolerances is not null;
create index activity_unknown_members on provisioning.activity (tenant_id, id) where tolerances -> 'UNKNOWN_MEMBER_SKIPPED' is not null;
-- Tells the planner how few rows these are. Without it, the planner reads the whole table.
create statistics provisioning.activity_unknown_members_share on (tolerances -> 'UNKNOWN_MEMBER_SKIPPED') from provisioning.activity;

-- Each change of a user's manager, team or roles after the user was created. Triggers write it, so that no code path can forget it (ADR 10).
-- Only ids: readers look names up.
create table provisioning.assignment_change (
  tenant_id uuid not null references provisioning.tenant,
  id uuid not null default provisioning.time_ordered_id(),
  user_id uuid not null,
  at timestamptz not null default clock_timestamp(),
  kind text not null constraint assignment_change_kind check (kind in ('manager', 'team', 'role')),
  before_id uuid,
  after_id uuid,
  source text not null,
  transaction xid8 not null default pg_current_xact_id(),
  primary key (tenant_id, id)
);
create index assignment_change_user on provisioning.assignment_change (tenant_id, user_id, id);
