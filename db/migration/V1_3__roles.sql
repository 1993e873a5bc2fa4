-- Roles, which SCIM calls groups.

create table provisioning.role (
  tenant_id uuid not null references provisioning.tenant,
  id uuid not null,
  version bigint not null,
  created_at timestamptz not null default now(),
  changed_at timestamptz not null default now(),
  -- Administrator and Learner: SCIM can link them by name, but neither rename nor delete them (Dec-16).
  built_in boolean not null default false,
  -- Becomes false when the role gets an administrative permission, until an administrator allows pushes again.
  push_allowed boolean not null default true,
  -- Counts changes of the members, so that each of them changes the version too.
  membership_changes bigint not null default 0,
  -- Java derives keys and the columns below from the document on each write, as for users.
  document text not null,
  keys jsonb not null,
  display_name text not null,
  -- The name as filters and lists compare it.
  name_key text collate "C" not null,
  -- The name as uniqueness compares it: without blanks and case.
  unique_name text collate "C" not null,
  external_id text collate "C",
  primary key (tenant_id, id)
) with (fillfactor = 85, autovacuum_analyze_threshold = 1000, autovacuum_analyze_scale_factor = 0);
create unique index "role_displayName_unique" on provisioning.role (tenant_id, unique_name) where tenant_id is not null;
create unique index "role_externalId_unique" on provisioning.role (tenant_id, external_id) where tenant_id is not null;
create index role_name on provisioning.role (tenant_id, name_key);
-- Roles whose name looks like a built-in role's. This index is almost always empty.
create index role_look_alike on provisioning.role (tenant_id, id) where (keys ->> 'looksLike') is not null;

create table provisioning.role_permission (
  tenant_id uuid not null,
  role_id uuid not null,
  permission text not null constraint role_permission_known check (permission in ('MANAGE_INTEGRATIONS', 'MANAGE_ROLES', 'VIEW_REPORTS', 'VIEW_ACTIVITY')),
  primary key (tenant_id, role_id, permission),
  constraint "role_permission_role_exists" foreign key (tenant_id, role_id) references provisioning.role on delete cascade
);

create table provisioning.role_member (
  tenant_id uuid not null,
  role_id uuid not null,
  user_id uuid not null,
  added_at timestamptz not null default now(),
  primary key (tenant_id, role_id, user_id),
  constraint "role_member_role_exists" foreign key (tenant_id, role_id) references provisioning.role on delete cascade,
  constraint "role_member_user_exists" foreign key (tenant_id, user_id) references provisioning.scim_user on delete cascade
) with (autovacuum_analyze_threshold = 1000, autovacuum_analyze_scale_factor = 0);
create index role_member_user on provisioning.role_member (tenant_id, user_id, role_id);

-- Members that an identity provider pushed although no user has that id. A row is deleted when the provider removes the member, pushes the
-- group without it or deletes the group, or when the user joins the group: under this id, or under the id of a new user with the same
-- externalId or userName. The finding "Unknown people pushed into roles" reads these rows.
create table provisioning.unknown_member (
  tenant_id uuid not null,
  role_id uuid not null,
  -- The value as sent, which may be a name instead of an id; at most 256 characters.
  member text collate "C" not null,
  last_at timestamptz not null default now(),
  primary key (tenant_id, role_id, member),
  constraint "unknown_member_role_exists" foreign key (tenant_id, role_id) references provisioning.role on delete cascade
);
