-- Teams, users and reporting lines. Tables that grow with an import are analyzed after 1,000 changed rows (ADR 15): by default, autovacuum
-- waits for a tenth of the table, which can be more rows than a new tenant has. The planner would then expect one row of that tenant.

create table provisioning.team (
  tenant_id uuid not null references provisioning.tenant,
  id uuid not null,
  name text not null,
  name_key text collate "C" not null,
  created_at timestamptz not null default now(),
  -- True after an administrator created or renamed the team: departments no longer change its name.
  made_by_hand boolean not null default false,
  empty_since timestamptz,
  archived_at timestamptz,
  primary key (tenant_id, id)
) with (autovacuum_analyze_threshold = 1000, autovacuum_analyze_scale_factor = 0);
-- Unique indexes of names have a condition that is always true. Without one, PostgreSQL treats the index as a possible target of foreign keys,
-- and an update of its columns would conflict with the lock that every referring row takes (ADR 20).
create unique index "team_name_unique" on provisioning.team (tenant_id, name_key) where tenant_id is not null;

-- The names that lead a department to a team: its current name, its previous names, and the aliases of the tenant's configuration.
create table provisioning.team_name (
  tenant_id uuid not null,
  name_key text collate "C" not null,
  team_id uuid not null,
  -- True for an alias. The row is deleted when the configuration no longer lists it.
  alias boolean not null default false,
  -- The team whose current or previous name this alias covers. The team gets the name back when the alias is deleted.
  covered_team_id uuid,
  primary key (tenant_id, name_key),
  constraint "team_name_team_exists" foreign key (tenant_id, team_id) references provisioning.team on delete cascade,
  constraint "team_name_covered_team_exists" foreign key (tenant_id, covered_team_id) references provisioning.team
    on delete set null (covered_team_id),
  constraint team_name_covered check (alias or covered_team_id is null)
);
create index team_name_team on provisioning.team_name (tenant_id, team_id);

-- The document is the truth. Java derives the folded search keys and the columns below from it on each write, in one place; the rows of
-- user_email are derived from keys (ADR 3). A key is at most 256 characters long: a longer manager reference cannot resolve and need not fit
-- into an index.
create table provisioning.scim_user (
  tenant_id uuid not null references provisioning.tenant,
  id uuid not null,
  version bigint not null,
  created_at timestamptz not null default now(),
  changed_at timestamptz not null default now(),
  team_id uuid,
  manager_id uuid,
  -- Since when the manager reference does not resolve; null when it resolves or when there is none.
  manager_pending_since timestamptz,
  -- Canonical JSON as text, which a read copies. SQL of SCIM requests never looks inside; reports and timers do, with document::jsonb.
  document text not null,
  keys jsonb not null,
  user_name text not null,
  -- What people see: displayName, or else name.formatted, givenName and familyName, or userName.
  display_name text not null,
  -- The same, folded, for sorting and searching.
  display_name_key text collate "C" not null,
  -- The words of names, userName, title, employee number and e-mail addresses without case and accents, for searching.
  search_text text collate "C" not null,
  title text,
  active boolean not null,
  user_name_key text collate "C" not null,
  external_id text collate "C",
  -- Folded like userName; null when it is too long for a key.
  employee_number text collate "C",
  -- The department as teams compare it.
  department_key text collate "C",
  manager_reference text collate "C",
  -- The same, folded like userName.
  manager_reference_key text collate "C",
  -- The name in the members of a group. It is in the primary key's index, so that a large group reads its members from indexes alone.
  member_name text not null generated always as (left(display_name, 256)) stored,
  primary key (tenant_id, id) include (member_name),
  constraint "user_team_exists" foreign key (tenant_id, team_id) references provisioning.team,
  constraint "user_manager_exists" foreign key (tenant_id, manager_id) references provisioning.scim_user
    on delete set null (manager_id)
) with (fillfactor = 85, autovacuum_analyze_threshold = 1000, autovacuum_analyze_scale_factor = 0);
create unique index "user_userName_unique" on provisioning.scim_user (tenant_id, user_name_key) where tenant_id is not null;
create unique index "user_externalId_unique" on provisioning.scim_user (tenant_id, external_id) where tenant_id is not null;
create index scim_user_inactive on provisioning.scim_user (tenant_id) where not active;
create index user_employee_number on provisioning.scim_user (tenant_id, employee_number) where employee_number is not null;
-- Head counts are read from the index alone.
create index user_team on provisioning.scim_user (tenant_id, team_id, active) where team_id is not null;
-- Users whose department has no team, because the tenant does not let departments create teams.
create index user_without_team on provisioning.scim_user (tenant_id, department_key) where team_id is null and department_key is not null;
create index user_reports on provisioning.scim_user (tenant_id, manager_id) where manager_id is not null;
create index user_manager_reference on provisioning.scim_user (tenant_id, manager_reference_key) where manager_reference_key is not null;
create index user_pending on provisioning.scim_user (tenant_id, manager_reference_key) where manager_id is null and manager_reference_key is not null;
-- Users whose reference is too long to resolve. This index is almost always empty.
create index user_reference_too_long on provisioning.scim_user (tenant_id, id)
  where length(keys -> 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:manager' ->> 'value') > 256;

-- One row for each email address of a user, for lookups. Written only by the triggers in R__03_users.sql.
create table provisioning.user_email (
  tenant_id uuid not null,
  user_id uuid not null,
  position int not null,
  value_key text collate "C",
  keys jsonb not null,
  primary key (tenant_id, user_id, position),
  constraint "user_email_user_exists" foreign key (tenant_id, user_id) references provisioning.scim_user on delete cascade
) with (autovacuum_analyze_threshold = 1000, autovacuum_analyze_scale_factor = 0);
-- An email address is at most 320 characters long, so it always fits into an index.
create index user_email_value on provisioning.user_email (tenant_id, value_key, user_id);

-- Users that SCIM deleted. No endpoint shows them; their history stays until they are erased. An id is never used again.
create table provisioning.deleted_user (
  tenant_id uuid not null references provisioning.tenant,
  id uuid not null,
  document text not null,
  -- The names that erasure and unknown members look for; null after the user was erased.
  user_name text,
  user_name_key text collate "C",
  external_id text collate "C",
  created_at timestamptz not null,
  deleted_at timestamptz not null default now(),
  -- When the names were removed. The row stays, so that counts stay right.
  erased_at timestamptz,
  primary key (tenant_id, id)
);
create index deleted_user_named on provisioning.deleted_user (tenant_id, deleted_at) where erased_at is null;

-- The number of users and roles of a tenant is the sum of its rows here. A write appends a row, so that two transactions never meet; one in a
-- hundred replaces the rows by their sum (ADR 23).
create table provisioning.resource_total (
  tenant_id uuid not null references provisioning.tenant,
  resource_type text not null,
  amount bigint not null
) with (autovacuum_vacuum_threshold = 1000, autovacuum_vacuum_scale_factor = 0, autovacuum_analyze_threshold = 1000, autovacuum_analyze_scale_factor = 0);
create index resource_total_of_tenant on provisioning.resource_total (tenant_id, resource_type) include (amount);

-- The current run over all manager references of a tenant, or the last one: one row for each tenant. Its lock lets one node do the work.
create table provisioning.reconciliation (
  tenant_id uuid primary key references provisioning.tenant,
  -- The order of keys that this run resolves references by.
  manager_keys text[] not null,
  -- The last reference that this run has checked; null before the first.
  cursor text collate "C",
  -- How many references there were at the start, how many of them are checked, how many reporting lines were changed.
  total bigint not null default 0,
  checked bigint not null default 0,
  changed bigint not null default 0,
  -- Why the run started: it was scheduled, the tenant's order of keys changed, or an administrator requested it.
  cause text not null default 'due' constraint reconciliation_cause check (cause in ('due', 'order', 'asked')),
  -- How many runs were requested so far. A form that is sent twice carries the previous number.
  request_count bigint not null default 0,
  started_at timestamptz not null default clock_timestamp(),
  finished_at timestamptz
);
