-- A version 1 database with data. DatabaseCopyWriter wrote this file, UpgradeIT migrates it.
-- Before release 1.0: `mvn verify -Pv1-copy` writes it again. After release 1.0 it does not change.
create schema provisioning;

-- V1_1__tenants_and_tokens.sql ----

-- Every key that crosses rows is (tenant_id, id): a foreign key cannot refer to a row of another tenant (ADR 2).
-- V1_7__row_security.sql adds row security and grants. Functions, views and triggers are in the repeatable files R__*.sql; only those that a
-- column definition needs are here.

-- The text as a UUID, or null when it is not one. Ids are case-exact, so only the canonical spelling counts.
create function provisioning.try_uuid(p_text text) returns uuid language sql immutable parallel safe
  return case when p_text ~ '^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$' then p_text::uuid end;

-- A UUID of version 7 (RFC 9562): 48 bits of milliseconds, 12 bits of the fraction of the millisecond, 62 random bits. The ids of consecutive
-- statements grow, to the microsecond, without a counter that tenants would share.
create function provisioning.time_ordered_id() returns uuid language plpgsql volatile as $$
declare
  microseconds bigint := extract(epoch from clock_timestamp()) * 1000000;
begin
  return lpad(to_hex(microseconds / 1000), 12, '0') || '7' || lpad(to_hex(microseconds % 1000 * 4096 / 1000), 3, '0')
    || substr(gen_random_uuid()::text, 20);
end
$$;

create table provisioning.tenant (
  tenant_id uuid primary key,
  subdomain text not null constraint tenant_subdomain_unique unique,
  -- Previous subdomains of the tenant. Another tenant cannot get one of them by accident.
  former_subdomains text[] not null default '{}',
  created_at timestamptz not null default now(),
  -- When the last running node stopped listing the tenant; null while a node lists it (ADR 22).
  suspended_at timestamptz,
  -- The last settings of the tenant itself. They stay in force while it is suspended.
  erase_deleted_after interval not null default '720 hours',
  activity_retention interval not null default '2160 hours',
  -- The key that seals the cursors of RFC 9865, so that a cursor works only for the query and the tenant it was made for. 244 random bits.
  -- Everyone who can read the tenant's users may know it.
  cursor_key bytea not null default uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid())
);

-- What administrators chose in the console in place of the deployment's settings. The names are those of TenantOptions.
create table provisioning.tenant_setting (
  tenant_id uuid not null references provisioning.tenant,
  name text not null,
  value text not null,
  changed_at timestamptz not null default now(),
  primary key (tenant_id, name)
);

-- One row for each node of the cluster, written at its start and every few seconds by its timer. All times are the database's.
create table provisioning.node (
  node_id uuid primary key,
  -- Host and process, for the log.
  name text not null,
  tenants uuid[] not null,
  -- The subdomains of these tenants as the node knows them, in the same order.
  subdomains text[] not null,
  removed_tenant_grace interval not null,
  started_at timestamptz not null default clock_timestamp(),
  seen_at timestamptz not null default clock_timestamp()
);

create table provisioning.api_token (
  tenant_id uuid not null references provisioning.tenant,
  id uuid not null,
  -- A token is for SCIM, for reading reports or for reading the activity.
  purpose text not null default 'scim' constraint api_token_purpose check (purpose in ('scim', 'reports', 'activity')),
  digest bytea not null,
  last_four text not null,
  name text constraint api_token_name check (length(name) <= 100),
  created_at timestamptz not null default now(),
  created_by text not null,
  created_by_id uuid default nullif(current_setting('provisioning.actor_id', true), '')::uuid,
  expires_at timestamptz,
  -- When a new token replaced this one. It keeps working until expires_at, the end of the configured overlap.
  superseded_at timestamptz,
  revoked_at timestamptz,
  last_used_at timestamptz,
  last_used_client text,
  last_used_source text,
  primary key (tenant_id, id)
);
-- Not unique: a digest of 244 random bits does not collide, and every unique key contains the tenant.
create index api_token_digest on provisioning.api_token (digest);

-- V1_2__users_and_teams.sql ----

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

-- V1_3__roles.sql ----

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

-- V1_4__activity.sql ----

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

-- V1_5__console.sql ----

-- Sign-in to the console.

create table provisioning.credential (
  tenant_id uuid not null,
  user_id uuid not null,
  -- Contains the algorithm, the iterations and the salt.
  password_hash text not null,
  changed_at timestamptz not null default now(),
  -- user_name_key of the user at the last sign-in, or when the password was set: the userName that the user is known to sign in with.
  sign_in_key text collate "C" not null,
  primary key (tenant_id, user_id),
  constraint "credential_user_exists" foreign key (tenant_id, user_id) references provisioning.scim_user on delete cascade
);

-- Single-use links to set a password. The digest is not unique: 244 random bits do not collide.
create table provisioning.password_link (
  tenant_id uuid not null,
  id uuid not null,
  user_id uuid not null,
  digest bytea not null,
  created_at timestamptz not null default now(),
  created_by text not null,
  created_by_id uuid default nullif(current_setting('provisioning.actor_id', true), '')::uuid,
  expires_at timestamptz not null,
  used_at timestamptz,
  -- The known browser in which the link was used. The user is not notified of the link there.
  used_browser_id uuid,
  primary key (tenant_id, id),
  constraint "password_link_user_exists" foreign key (tenant_id, user_id) references provisioning.scim_user on delete cascade
);
create index password_link_digest on provisioning.password_link (tenant_id, digest);
create index password_link_user on provisioning.password_link (tenant_id, user_id);

-- Browsers in which a user signed in. The cookie holds 256 random bits, the table their digest. The cookie is useless without the password.
create table provisioning.known_browser (
  tenant_id uuid not null,
  id uuid not null,
  user_id uuid not null,
  digest bytea not null,
  created_at timestamptz not null default now(),
  last_used_at timestamptz not null default now(),
  -- When the user acknowledged in this browser which password links were created.
  links_seen_at timestamptz,
  primary key (tenant_id, id),
  constraint "known_browser_is_one" unique (tenant_id, user_id, digest),
  constraint "known_browser_user_exists" foreign key (tenant_id, user_id) references provisioning.scim_user on delete cascade
);
create index known_browser_digest on provisioning.known_browser (tenant_id, digest);

-- Sessions are in the database, so that every node knows them and a session ends on all nodes at once.
create table provisioning.console_session (
  tenant_id uuid not null,
  id uuid not null,
  user_id uuid not null,
  digest bytea not null,
  created_at timestamptz not null default now(),
  last_seen_at timestamptz not null default now(),
  expires_at timestamptz not null,
  -- For the user's list of sessions: the User-Agent, and the address of the sign-in.
  client text,
  source text,
  -- The known browser in which the session was opened.
  browser_id uuid,
  -- When the user acknowledged in this session which password links were created.
  links_seen_at timestamptz,
  primary key (tenant_id, id),
  constraint "console_session_user_exists" foreign key (tenant_id, user_id) references provisioning.scim_user on delete cascade,
  constraint "console_session_browser_exists" foreign key (tenant_id, browser_id) references provisioning.known_browser
    on delete set null (browser_id)
);
create index console_session_digest on provisioning.console_session (tenant_id, digest);
create index console_session_user on provisioning.console_session (tenant_id, user_id);
create index console_session_browser on provisioning.console_session (tenant_id, browser_id);

-- Failed sign-ins by what they have in common: an account, a source, or both.
create table provisioning.sign_in_failure (
  tenant_id uuid not null references provisioning.tenant,
  subject text not null,
  failures int not null,
  last_at timestamptz not null,
  -- When the activity last reported that attempts were rate-limited.
  reported_at timestamptz,
  primary key (tenant_id, subject)
);
create index sign_in_failure_last on provisioning.sign_in_failure (tenant_id, last_at);

-- V1_6__reports.sql ----

-- Numbers that reports cannot compute later. Everything else in a report is read from the tables of the moment (ADR 10).

-- The numbers of a tenant at the end of each day. The timer updates the row of the current day.
create table provisioning.daily_metrics (
  tenant_id uuid not null references provisioning.tenant,
  day date not null,
  active_people bigint not null,
  inactive_people bigint not null,
  teams bigint not null,
  pending_managers bigint not null,
  -- Requests of the identity provider on that day, and how many of them were rejected.
  exchanges bigint not null,
  refused bigint not null,
  -- The last row of the activity that is counted.
  last_activity uuid,
  primary key (tenant_id, day)
);

-- The number of active users of a team at the end of a day. A day without a row has the number of the day before.
create table provisioning.team_size (
  tenant_id uuid not null,
  team_id uuid not null,
  day date not null,
  people bigint not null,
  primary key (tenant_id, team_id, day),
  constraint "team_size_team_exists" foreign key (tenant_id, team_id) references provisioning.team on delete cascade
);

-- Findings that an administrator ignores until a time. Only ids, and the reason that the administrator wrote: readers look names up.
create table provisioning.ignored_finding (
  tenant_id uuid not null references provisioning.tenant,
  kind text not null,
  -- Computed from the finding; the nil UUID stands for all findings of the kind.
  finding_id uuid not null,
  until timestamptz not null,
  reason text not null constraint ignored_finding_reason_length check (length(reason) <= 500),
  created_at timestamptz not null default now(),
  -- The administrator, who may have been deleted since.
  created_by uuid not null,
  primary key (tenant_id, kind, finding_id)
);

-- V1_7__row_security.sql ----

-- Row security and the privileges of provisioning_app, the login that requests use.

-- A statement sees the rows of the tenant that its transaction names (TenantInterceptor). A statement of a transaction
-- that names none fails: 42704 on a new connection, and 22P02 on one that named a tenant before, where PostgreSQL leaves the setting empty. Row
-- security does not bind the owner of the tables, so provisioning_migrator needs no BYPASSRLS, which only a superuser can give. The application
-- does not start with a login for requests that owns a table (NodeLifecycle).
do $$
declare
  t regclass;
begin
  for t in
    select c.oid from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attname = 'tenant_id'
      where c.relnamespace = 'provisioning'::regnamespace and c.relkind = 'r'
  loop
    execute format('alter table %s enable row level security', t);
    execute format('create policy own_tenant on %s using (tenant_id = current_setting(''provisioning.tenant'')::uuid)', t);
  end loop;
end
$$;

grant usage on schema provisioning to provisioning_app;

grant select, insert, update, delete on
  provisioning.api_token, provisioning.team, provisioning.team_name, provisioning.scim_user, provisioning.user_email, provisioning.resource_total,
  provisioning.role, provisioning.role_permission, provisioning.role_member, provisioning.unknown_member, provisioning.credential,
  provisioning.password_link, provisioning.known_browser, provisioning.console_session, provisioning.sign_in_failure,
  provisioning.daily_metrics, provisioning.team_size, provisioning.ignored_finding to provisioning_app;
grant select, insert, update on provisioning.reconciliation to provisioning_app;
grant select, insert, update, delete on provisioning.tenant_setting to provisioning_app;
grant select on provisioning.tenant to provisioning_app;

-- History can be added, not changed or deleted. The database sets ids and times.
grant select, insert (tenant_id, id, document, user_name, user_name_key, external_id, created_at) on provisioning.deleted_user to provisioning_app;
grant select, insert (tenant_id, actor_kind, actor, actor_id, action, resource_type, resource_id, resource_name, status, scim_type, detail, changed,
  changed_values, consequences, tolerances, method, path, client, source, token_id, request_id) on provisioning.activity to provisioning_app;
grant select, insert (tenant_id, user_id, kind, before_id, after_id, source) on provisioning.assignment_change to provisioning_app;

-- Nothing uses temporary tables, and objects in pg_temp could replace others.
do $$
begin
  execute format('revoke temporary on database %I from public, provisioning_app', current_database());
end
$$;

-- Rows ----

insert into provisioning.tenant (tenant_id, subdomain, former_subdomains, created_at, suspended_at, erase_deleted_after, activity_retention, cursor_key) values
('dd88fde5-f198-4e8c-8f67-1b305c2664e1', 'soylent', '{}', '2026-11-29 08:36:53.402198+00', NULL, '00:00:02', '2160:00:00', E'\\x645554988e7844eba6c7a7efc66741252785256b9f9648ebbc9e632bceebb933'),
('e38845c2-cd2b-4c99-881f-2105b0177b64', 'gringotts', '{}', '2026-11-29 08:36:53.402198+00', NULL, '720:00:00', '2160:00:00', E'\\x7c86fd1771f84fdfa548be6f02e6874a387c1c6f68c64a9ab94e36a9e702b4dd');
insert into provisioning.tenant_setting (tenant_id, name, value, changed_at) values
('e38845c2-cd2b-4c99-881f-2105b0177b64', 'archive-empty-teams-after', 'P7D', '2026-11-29 08:37:09.354992+00');
insert into provisioning.api_token (tenant_id, id, purpose, digest, last_four, name, created_at, created_by, created_by_id, expires_at, superseded_at, revoked_at, last_used_at, last_used_client, last_used_source) values
('dd88fde5-f198-4e8c-8f67-1b305c2664e1', 'bf7bdc54-6f74-4e79-8e6a-a015f954cbfb', 'scim', E'\\x95fdf9c8e1aeea3538265853757adff33095943f847eaceb66ddb8a4a2c04a4a', '6500', NULL, '2026-11-29 08:37:01.057164+00', 'tests', NULL, NULL, NULL, NULL, '2026-11-29 08:37:03.9472+00', 'Java-http-client/17.0.15', '127.0.0.1'),
('e38845c2-cd2b-4c99-881f-2105b0177b64', '77ac14cf-2f97-4506-b84f-83310e62079a', 'reports', E'\\xb4027d054a78ab7c0d1a92a358fc13bd3b8fe6e9c41ae3ad9e2b54850037f694', '96cd', NULL, '2026-11-29 08:37:04.529088+00', 'ops', NULL, NULL, NULL, NULL, NULL, NULL, NULL),
('e38845c2-cd2b-4c99-881f-2105b0177b64', 'c86d848a-c365-4ab0-9ff3-1055e89d863e', 'scim', E'\\x001333977fa1b997b2b990c4e2d5a0014f27ebf65af209fa206cffde86a9c9db', '2752', NULL, '2026-11-29 08:37:00.894542+00', 'tests', NULL, NULL, NULL, '2026-11-29 08:37:04.377692+00', '2026-11-29 08:37:01.365347+00', 'Java-http-client/17.0.15', '127.0.0.1'),
('e38845c2-cd2b-4c99-881f-2105b0177b64', 'fa8aae57-3e2d-4ab6-9c42-874a051182e6', 'scim', E'\\xa9ceb9421a4d493306a73ddec3f0f7e3b41a16d8cfe3c45a16f68b7121efcd29', '0000', NULL, '2026-11-29 08:37:04.377692+00', 'ops', NULL, NULL, NULL, NULL, NULL, NULL, NULL);
insert into provisioning.team (tenant_id, id, name, name_key, created_at, made_by_hand, empty_since, archived_at) values
('dd88fde5-f198-4e8c-8f67-1b305c2664e1', '01a22673-5b5b-7b17-92a1-5200af189e07', 'Lab', 'lab', '2026-11-29 08:37:03.957966+00', 'false', NULL, NULL),
('e38845c2-cd2b-4c99-881f-2105b0177b64', '01a22673-5225-7100-82e4-5f235e2a8f17', 'Board', 'board', '2026-11-29 08:37:01.575095+00', 'false', NULL, NULL),
('e38845c2-cd2b-4c99-881f-2105b0177b64', '01a22673-53f8-768a-8eb0-11f0313cb5e8', 'Engineering', 'engineering', '2026-11-29 08:37:01.989166+00', 'false', NULL, NULL),
('e38845c2-cd2b-4c99-881f-2105b0177b64', '01a22673-55df-7ddb-bf78-56e2797fe3c0', 'Support', 'support', '2026-11-29 08:37:02.534282+00', 'false', NULL, NULL),
('e38845c2-cd2b-4c99-881f-2105b0177b64', '01a22673-57de-7bfd-becc-f00a7e9b5686', 'Operations', 'operations', '2026-11-29 08:37:03.047515+00', 'false', NULL, NULL);
insert into provisioning.team_name (tenant_id, name_key, team_id, alias, covered_team_id) values
('dd88fde5-f198-4e8c-8f67-1b305c2664e1', 'lab', '01a22673-5b5b-7b17-92a1-5200af189e07', 'false', NULL),
('e38845c2-cd2b-4c99-881f-2105b0177b64', 'board', '01a22673-5225-7100-82e4-5f235e2a8f17', 'false', NULL),
('e38845c2-cd2b-4c99-881f-2105b0177b64', 'engineering', '01a22673-53f8-768a-8eb0-11f0313cb5e8', 'false', NULL),
('e38845c2-cd2b-4c99-881f-2105b0177b64', 'operations', '01a22673-57de-7bfd-becc-f00a7e9b5686', 'false', NULL),
('e38845c2-cd2b-4c99-881f-2105b0177b64', 'support', '01a22673-55df-7ddb-bf78-56e2797fe3c0', 'false', NULL);
insert into provisioning.scim_user (tenant_id, id, version, created_at, changed_at, team_id, manager_id, manager_pending_since, document, keys, user_name, display_name, display_name_key, search_text, title, active, user_name_key, external_id, employee_number, department_key, manager_reference, manager_reference_key) values
('dd88fde5-f198-4e8c-8f67-1b305c2664e1', '01a22673-382e-72b8-a1d8-f89029b297dd', '1', '2026-11-29 08:36:54.950444+00', '2026-11-29 08:36:54.950444+00', NULL, NULL, NULL, '{"schemas":["urn:ietf:params:scim:schemas:core:2.0:User"],"userName":"admin@example.com","name":{"familyName":"Administrator","givenName":"Admin"},"displayName":"Admin Administrator","active":true,"emails":[{"value":"admin@example.com","type":"work","primary":true}]}', '{"name": {"givenName": "admin", "familyName": "administrator"}, "active": true, "emails": [{"type": "work", "value": "admin@example.com", "primary": true}], "schemas": ["urn:ietf:params:scim:schemas:core:2.0:User"], "userName": "admin@example.com", "displayName": "admin administrator"}', 'admin@example.com', 'Admin Administrator', 'admin administrator', 'admin administrator admin@example.com', NULL, 'true', 'admin@example.com', NULL, NULL, NULL, NULL, NULL),
('dd88fde5-f198-4e8c-8f67-1b305c2664e1', '01a22673-5b77-73ff-a71a-9fd11c53d9d6', '2', '2026-11-29 08:37:03.991104+00', '2026-11-29 08:37:04.114494+00', '01a22673-5b5b-7b17-92a1-5200af189e07', NULL, '2026-11-29 08:37:04.114511+00', '{"schemas":["urn:ietf:params:scim:schemas:core:2.0:User","urn:ietf:params:scim:schemas:extension:enterprise:2.0:User"],"externalId":"kept","userName":"kept@example.com","displayName":"Kept","title":"Title of kept","active":true,"emails":[{"value":"kept@example.com","type":"work","primary":true},{"value":"kept@example.org","type":"home"}],"urn:ietf:params:scim:schemas:extension:enterprise:2.0:User":{"employeeNumber":"E-kept","department":"Lab","manager":{"value":"erased"}}}', '{"title": "title of kept", "active": true, "emails": [{"type": "work", "value": "kept@example.com", "primary": true}, {"type": "home", "value": "kept@example.org"}], "schemas": ["urn:ietf:params:scim:schemas:core:2.0:User", "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User"], "userName": "kept@example.com", "externalId": "kept", "displayName": "kept", "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:manager": {"value": "erased", "valueKey": "erased"}, "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department": "lab", "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:departmentKey": "lab", "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:employeeNumber": "e-kept"}', 'kept@example.com', 'Kept', 'kept', 'kept kept@example.com title of kept@example.org e-kept', 'Title of kept', 'true', 'kept@example.com', 'kept', 'e-kept', 'lab', 'erased', 'erased'),
('e38845c2-cd2b-4c99-881f-2105b0177b64', '01a22673-364c-718b-8268-8e0b1af7c707', '1', '2026-11-29 08:36:54.464439+00', '2026-11-29 08:36:54.464439+00', NULL, NULL, NULL, '{"schemas":["urn:ietf:params:scim:schemas:core:2.0:User"],"userName":"admin@example.com","name":{"familyName":"Administrator","givenName":"Admin"},"displayName":"Admin Administrator","active":true,"emails":[{"value":"admin@example.com","type":"work","primary":true}]}', '{"name": {"givenName": "admin", "familyName": "administrator"}, "active": true, "emails": [{"type": "work", "value": "admin@example.com", "primary": true}], "schemas": ["urn:ietf:params:scim:schemas:core:2.0:User"], "userName": "admin@example.com", "displayName": "admin administrator"}', 'admin@example.com', 'Admin Administrator', 'admin administrator', 'admin administrator admin@example.com', NULL, 'true', 'admin@example.com', NULL, NULL, NULL, NULL, NULL),
('e38845c2-cd2b-4c99-881f-2105b0177b64', '01a22673-5207-776f-97a3-9d9e6bb0cb84', '1', '2026-11-29 08:37:01.575228+00', '2026-11-29 08:37:01.575228+00', '01a22673-5225-7100-82e4-5f235e2a8f17', NULL, NULL, '{"schemas":["urn:ietf:params:scim:schemas:core:2.0:User","urn:ietf:params:scim:schemas:extension:enterprise:2.0:User"],"externalId":"ada","userName":"ada@example.com","displayName":"Ada","title":"Title of ada","active":true,"emails":[{"value":"ada@example.com","type":"work","primary":true},{"value":"ada@example.org","type":"home"}],"urn:ietf:params:scim:schemas:extension:enterprise:2.0:User":{"employeeNumber":"E-ada","department":"Board"}}', '{"title": "title of ada", "active": true, "emails": [{"type": "work", "value": "ada@example.com", "primary": true}, {"type": "home", "value": "ada@example.org"}], "schemas": ["urn:ietf:params:scim:schemas:core:2.0:User", "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User"], "userName": "ada@example.com", "externalId": "ada", "displayName": "ada", "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department": "board", "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:departmentKey": "board", "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:employeeNumber": "e-ada"}', 'ada@example.com', 'Ada', 'ada', 'ada ada@example.com title of ada@example.org e-ada', 'Title of ada', 'true', 'ada@example.com', 'ada', 'e-ada', 'board', NULL, NULL),
('e38845c2-cd2b-4c99-881f-2105b0177b64', '01a22673-53a6-7043-adf2-ff1f5b1c031b', '1', '2026-11-29 08:37:01.989474+00', '2026-11-29 08:37:01.989474+00', '01a22673-53f8-768a-8eb0-11f0313cb5e8', '01a22673-5207-776f-97a3-9d9e6bb0cb84', NULL, '{"schemas":["urn:ietf:params:scim:schemas:core:2.0:User","urn:ietf:params:scim:schemas:extension:enterprise:2.0:User"],"externalId":"grace","userName":"grace@example.com","displayName":"Grace","title":"Title of grace","active":true,"emails":[{"value":"grace@example.com","type":"work","primary":true},{"value":"grace@example.org","type":"home"}],"urn:ietf:params:scim:schemas:extension:enterprise:2.0:User":{"employeeNumber":"E-grace","department":"Engineering","manager":{"value":"ada"}}}', '{"title": "title of grace", "active": true, "emails": [{"type": "work", "value": "grace@example.com", "primary": true}, {"type": "home", "value": "grace@example.org"}], "schemas": ["urn:ietf:params:scim:schemas:core:2.0:User", "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User"], "userName": "grace@example.com", "externalId": "grace", "displayName": "grace", "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:manager": {"value": "ada", "valueKey": "ada"}, "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department": "engineering", "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:departmentKey": "engineering", "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:employeeNumber": "e-grace"}', 'grace@example.com', 'Grace', 'grace', 'grace grace@example.com title of grace@example.org e-grace', 'Title of grace', 'true', 'grace@example.com', 'grace', 'e-grace', 'engineering', 'ada', 'ada'),
('e38845c2-cd2b-4c99-881f-2105b0177b64', '01a22673-54b4-7569-94bb-bb8cc9012f6b', '1', '2026-11-29 08:37:02.258652+00', '2026-11-29 08:37:02.258652+00', '01a22673-53f8-768a-8eb0-11f0313cb5e8', '01a22673-53a6-7043-adf2-ff1f5b1c031b', NULL, '{"schemas":["urn:ietf:params:scim:schemas:core:2.0:User","urn:ietf:params:scim:schemas:extension:enterprise:2.0:User"],"externalId":"alan","userName":"alan@example.com","displayName":"Alan","title":"Title of alan","active":true,"emails":[{"value":"alan@example.com","type":"work","primary":true},{"value":"alan@example.org","type":"home"}],"urn:ietf:params:scim:schemas:extension:enterprise:2.0:User":{"employeeNumber":"E-alan","department":" engineering ","manager":{"value":"grace"}}}', '{"title": "title of alan", "active": true, "emails": [{"type": "work", "value": "alan@example.com", "primary": true}, {"type": "home", "value": "alan@example.org"}], "schemas": ["urn:ietf:params:scim:schemas:core:2.0:User", "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User"], "userName": "alan@example.com", "externalId": "alan", "displayName": "alan", "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:manager": {"value": "grace", "valueKey": "grace"}, "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department": " engineering ", "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:departmentKey": "engineering", "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:employeeNumber": "e-alan"}', 'alan@example.com', 'Alan', 'alan', 'alan alan@example.com title of alan@example.org e-alan', 'Title of alan', 'true', 'alan@example.com', 'alan', 'e-alan', 'engineering', 'grace', 'grace'),
('e38845c2-cd2b-4c99-881f-2105b0177b64', '01a22673-5557-7697-951a-686ffa4a7d58', '1', '2026-11-29 08:37:02.419718+00', '2026-11-29 08:37:02.419718+00', '01a22673-53f8-768a-8eb0-11f0313cb5e8', '01a22673-53a6-7043-adf2-ff1f5b1c031b', NULL, E'{"schemas":["urn:ietf:params:scim:schemas:core:2.0:User","urn:ietf:params:scim:schemas:extension:enterprise:2.0:User"],"externalId":"jürgen","userName":"jürgen@example.com","displayName":"Jürgen O''Neil \\\\ Sons","title":"Title of jürgen","active":true,"emails":[{"value":"jürgen@example.com","type":"work","primary":true},{"value":"jürgen@example.org","type":"home"}],"urn:ietf:params:scim:schemas:extension:enterprise:2.0:User":{"employeeNumber":"E-jürgen","department":"Engineering","manager":{"value":"grace"}}}', E'{"title": "title of jürgen", "active": true, "emails": [{"type": "work", "value": "jürgen@example.com", "primary": true}, {"type": "home", "value": "jürgen@example.org"}], "schemas": ["urn:ietf:params:scim:schemas:core:2.0:User", "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User"], "userName": "jürgen@example.com", "externalId": "jürgen", "displayName": "jürgen o''neil \\\\ sons", "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:manager": {"value": "grace", "valueKey": "grace"}, "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department": "engineering", "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:departmentKey": "engineering", "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:employeeNumber": "e-jürgen"}', 'jürgen@example.com', E'Jürgen O''Neil \\ Sons', E'jürgen o''neil \\ sons', E'jurgen o''neil \\ sons jurgen@example.com title of jurgen@example.org e-jurgen', 'Title of jürgen', 'true', 'jürgen@example.com', 'jürgen', 'e-jürgen', 'engineering', 'grace', 'grace'),
('e38845c2-cd2b-4c99-881f-2105b0177b64', '01a22673-55d2-7e20-bbf4-911503479dfe', '1', '2026-11-29 08:37:02.534379+00', '2026-11-29 08:37:02.534379+00', '01a22673-55df-7ddb-bf78-56e2797fe3c0', NULL, '2026-11-29 08:37:02.576851+00', '{"schemas":["urn:ietf:params:scim:schemas:core:2.0:User","urn:ietf:params:scim:schemas:extension:enterprise:2.0:User"],"externalId":"waiting","userName":"waiting@example.com","displayName":"Waiting","title":"Title of waiting","active":true,"emails":[{"value":"waiting@example.com","type":"work","primary":true},{"value":"waiting@example.org","type":"home"}],"urn:ietf:params:scim:schemas:extension:enterprise:2.0:User":{"employeeNumber":"E-waiting","department":"Support","manager":{"value":"arrives-later"}}}', '{"title": "title of waiting", "active": true, "emails": [{"type": "work", "value": "waiting@example.com", "primary": true}, {"type": "home", "value": "waiting@example.org"}], "schemas": ["urn:ietf:params:scim:schemas:core:2.0:User", "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User"], "userName": "waiting@example.com", "externalId": "waiting", "displayName": "waiting", "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:manager": {"value": "arrives-later", "valueKey": "arrives-later"}, "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department": "support", "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:departmentKey": "support", "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:employeeNumber": "e-waiting"}', 'waiting@example.com', 'Waiting', 'waiting', 'waiting waiting@example.com title of waiting@example.org e-waiting', 'Title of waiting', 'true', 'waiting@example.com', 'waiting', 'e-waiting', 'support', 'arrives-later', 'arrives-later'),
('e38845c2-cd2b-4c99-881f-2105b0177b64', '01a22673-5636-70cd-904c-86cf9231b462', '3', '2026-11-29 08:37:02.643661+00', '2026-11-29 08:37:03.156162+00', '01a22673-57de-7bfd-becc-f00a7e9b5686', '01a22673-53a6-7043-adf2-ff1f5b1c031b', NULL, '{"schemas":["urn:ietf:params:scim:schemas:core:2.0:User","urn:ietf:params:scim:schemas:extension:enterprise:2.0:User"],"externalId":"katherine","userName":"katherine@example.com","displayName":"Katherine","title":"Title of katherine","active":true,"emails":[{"value":"katherine@example.com","type":"work","primary":true},{"value":"katherine@example.org","type":"home"}],"urn:ietf:params:scim:schemas:extension:enterprise:2.0:User":{"employeeNumber":"E-katherine","department":"Operations","manager":{"value":"01a22673-53a6-7043-adf2-ff1f5b1c031b"}}}', '{"title": "title of katherine", "active": true, "emails": [{"type": "work", "value": "katherine@example.com", "primary": true}, {"type": "home", "value": "katherine@example.org"}], "schemas": ["urn:ietf:params:scim:schemas:core:2.0:User", "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User"], "userName": "katherine@example.com", "externalId": "katherine", "displayName": "katherine", "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:manager": {"value": "01a22673-53a6-7043-adf2-ff1f5b1c031b", "valueKey": "01a22673-53a6-7043-adf2-ff1f5b1c031b"}, "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department": "operations", "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:departmentKey": "operations", "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:employeeNumber": "e-katherine"}', 'katherine@example.com', 'Katherine', 'katherine', 'katherine katherine@example.com title of katherine@example.org e-katherine', 'Title of katherine', 'true', 'katherine@example.com', 'katherine', 'e-katherine', 'operations', '01a22673-53a6-7043-adf2-ff1f5b1c031b', '01a22673-53a6-7043-adf2-ff1f5b1c031b'),
('e38845c2-cd2b-4c99-881f-2105b0177b64', '01a22673-5690-7657-9f00-eac39780a257', '2', '2026-11-29 08:37:02.735567+00', '2026-11-29 08:37:02.996398+00', '01a22673-53f8-768a-8eb0-11f0313cb5e8', '01a22673-5207-776f-97a3-9d9e6bb0cb84', NULL, '{"schemas":["urn:ietf:params:scim:schemas:core:2.0:User","urn:ietf:params:scim:schemas:extension:enterprise:2.0:User"],"externalId":"edsger","userName":"edsger@example.com","displayName":"Edsger","title":"Title of edsger","active":false,"emails":[{"value":"edsger@example.com","type":"work","primary":true},{"value":"edsger@example.org","type":"home"}],"urn:ietf:params:scim:schemas:extension:enterprise:2.0:User":{"employeeNumber":"E-edsger","department":"Engineering","manager":{"value":"ada"}}}', '{"title": "title of edsger", "active": false, "emails": [{"type": "work", "value": "edsger@example.com", "primary": true}, {"type": "home", "value": "edsger@example.org"}], "schemas": ["urn:ietf:params:scim:schemas:core:2.0:User", "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User"], "userName": "edsger@example.com", "externalId": "edsger", "displayName": "edsger", "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:manager": {"value": "ada", "valueKey": "ada"}, "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department": "engineering", "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:departmentKey": "engineering", "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:employeeNumber": "e-edsger"}', 'edsger@example.com', 'Edsger', 'edsger', 'edsger edsger@example.com title of edsger@example.org e-edsger', 'Title of edsger', 'false', 'edsger@example.com', 'edsger', 'e-edsger', 'engineering', 'ada', 'ada');
insert into provisioning.user_email (tenant_id, user_id, "position", value_key, keys) values
('dd88fde5-f198-4e8c-8f67-1b305c2664e1', '01a22673-382e-72b8-a1d8-f89029b297dd', '0', 'admin@example.com', '{"type": "work", "value": "admin@example.com", "primary": true}'),
('dd88fde5-f198-4e8c-8f67-1b305c2664e1', '01a22673-5b77-73ff-a71a-9fd11c53d9d6', '0', 'kept@example.com', '{"type": "work", "value": "kept@example.com", "primary": true}'),
('dd88fde5-f198-4e8c-8f67-1b305c2664e1', '01a22673-5b77-73ff-a71a-9fd11c53d9d6', '1', 'kept@example.org', '{"type": "home", "value": "kept@example.org"}'),
('e38845c2-cd2b-4c99-881f-2105b0177b64', '01a22673-364c-718b-8268-8e0b1af7c707', '0', 'admin@example.com', '{"type": "work", "value": "admin@example.com", "primary": true}'),
('e38845c2-cd2b-4c99-881f-2105b0177b64', '01a22673-5207-776f-97a3-9d9e6bb0cb84', '0', 'ada@example.com', '{"type": "work", "value": "ada@example.com", "primary": true}'),
('e38845c2-cd2b-4c99-881f-2105b0177b64', '01a22673-5207-776f-97a3-9d9e6bb0cb84', '1', 'ada@example.org', '{"type": "home", "value": "ada@example.org"}'),
('e38845c2-cd2b-4c99-881f-2105b0177b64', '01a22673-53a6-7043-adf2-ff1f5b1c031b', '0', 'grace@example.com', '{"type": "work", "value": "grace@example.com", "primary": true}'),
('e38845c2-cd2b-4c99-881f-2105b0177b64', '01a22673-53a6-7043-adf2-ff1f5b1c031b', '1', 'grace@example.org', '{"type": "home", "value": "grace@example.org"}'),
('e38845c2-cd2b-4c99-881f-2105b0177b64', '01a22673-54b4-7569-94bb-bb8cc9012f6b', '0', 'alan@example.com', '{"type": "work", "value": "alan@example.com", "primary": true}'),
('e38845c2-cd2b-4c99-881f-2105b0177b64', '01a22673-54b4-7569-94bb-bb8cc9012f6b', '1', 'alan@example.org', '{"type": "home", "value": "alan@example.org"}'),
('e38845c2-cd2b-4c99-881f-2105b0177b64', '01a22673-5557-7697-951a-686ffa4a7d58', '0', 'jürgen@example.com', '{"type": "work", "value": "jürgen@example.com", "primary": true}'),
('e38845c2-cd2b-4c99-881f-2105b0177b64', '01a22673-5557-7697-951a-686ffa4a7d58', '1', 'jürgen@example.org', '{"type": "home", "value": "jürgen@example.org"}'),
('e38845c2-cd2b-4c99-881f-2105b0177b64', '01a22673-55d2-7e20-bbf4-911503479dfe', '0', 'waiting@example.com', '{"type": "work", "value": "waiting@example.com", "primary": true}'),
('e38845c2-cd2b-4c99-881f-2105b0177b64', '01a22673-55d2-7e20-bbf4-911503479dfe', '1', 'waiting@example.org', '{"type": "home", "value": "waiting@example.org"}'),
('e38845c2-cd2b-4c99-881f-2105b0177b64', '01a22673-5636-70cd-904c-86cf9231b462', '0', 'katherine@example.com', '{"type": "work", "value": "katherine@example.com", "primary": true}'),
('e38845c2-cd2b-4c99-881f-2105b0177b64', '01a22673-5636-70cd-904c-86cf9231b462', '1', 'katherine@example.org', '{"type": "home", "value": "katherine@example.org"}'),
('e38845c2-cd2b-4c99-881f-2105b0177b64', '01a22673-5690-7657-9f00-eac39780a257', '0', 'edsger@example.com', '{"type": "work", "value": "edsger@example.com", "primary": true}'),
('e38845c2-cd2b-4c99-881f-2105b0177b64', '01a22673-5690-7657-9f00-eac39780a257', '1', 'edsger@example.org', '{"type": "home", "value": "edsger@example.org"}');
insert into provisioning.deleted_user (tenant_id, id, document, user_name, user_name_key, external_id, created_at, deleted_at, erased_at) values
('dd88fde5-f198-4e8c-8f67-1b305c2664e1', '01a22673-5b56-74f8-8467-87b62812ea81', '{}', NULL, NULL, NULL, '2026-11-29 08:37:03.958055+00', '2026-11-29 08:37:04.09063+00', '2026-11-29 08:37:07.728468+00'),
('e38845c2-cd2b-4c99-881f-2105b0177b64', '01a22673-59ae-7bcc-8c24-626597f6c04e', '{"schemas":["urn:ietf:params:scim:schemas:core:2.0:User","urn:ietf:params:scim:schemas:extension:enterprise:2.0:User"],"externalId":"deleted","userName":"deleted@example.com","displayName":"Deleted","title":"Title of deleted","active":true,"emails":[{"value":"deleted@example.com","type":"work","primary":true},{"value":"deleted@example.org","type":"home"}],"urn:ietf:params:scim:schemas:extension:enterprise:2.0:User":{"employeeNumber":"E-deleted","department":"Support","manager":{"value":"ada"}}}', 'deleted@example.com', 'deleted@example.com', 'deleted', '2026-11-29 08:37:03.534523+00', '2026-11-29 08:37:03.569976+00', NULL);
insert into provisioning.resource_total (tenant_id, resource_type, amount) values
('dd88fde5-f198-4e8c-8f67-1b305c2664e1', 'Group', '1'),
('dd88fde5-f198-4e8c-8f67-1b305c2664e1', 'Group', '2'),
('dd88fde5-f198-4e8c-8f67-1b305c2664e1', 'User', '-1'),
('dd88fde5-f198-4e8c-8f67-1b305c2664e1', 'User', '1'),
('dd88fde5-f198-4e8c-8f67-1b305c2664e1', 'User', '1'),
('dd88fde5-f198-4e8c-8f67-1b305c2664e1', 'User', '1'),
('e38845c2-cd2b-4c99-881f-2105b0177b64', 'Group', '1'),
('e38845c2-cd2b-4c99-881f-2105b0177b64', 'Group', '1'),
('e38845c2-cd2b-4c99-881f-2105b0177b64', 'Group', '1'),
('e38845c2-cd2b-4c99-881f-2105b0177b64', 'Group', '2'),
('e38845c2-cd2b-4c99-881f-2105b0177b64', 'User', '-1'),
('e38845c2-cd2b-4c99-881f-2105b0177b64', 'User', '1'),
('e38845c2-cd2b-4c99-881f-2105b0177b64', 'User', '1'),
('e38845c2-cd2b-4c99-881f-2105b0177b64', 'User', '1'),
('e38845c2-cd2b-4c99-881f-2105b0177b64', 'User', '1'),
('e38845c2-cd2b-4c99-881f-2105b0177b64', 'User', '1'),
('e38845c2-cd2b-4c99-881f-2105b0177b64', 'User', '1'),
('e38845c2-cd2b-4c99-881f-2105b0177b64', 'User', '1'),
('e38845c2-cd2b-4c99-881f-2105b0177b64', 'User', '1'),
('e38845c2-cd2b-4c99-881f-2105b0177b64', 'User', '1');
insert into provisioning.reconciliation (tenant_id, manager_keys, cursor, total, checked, changed, cause, request_count, started_at, finished_at) values
('dd88fde5-f198-4e8c-8f67-1b305c2664e1', '{id,externalId,employeeNumber,userName,email}', 'erased', '1', '1', '0', 'due', '0', '2026-11-29 08:37:08.405961+00', '2026-11-29 08:37:08.405961+00'),
('e38845c2-cd2b-4c99-881f-2105b0177b64', '{id,externalId,employeeNumber,userName,email}', 'grace', '4', '4', '0', 'due', '0', '2026-11-29 08:37:07.472461+00', '2026-11-29 08:37:07.472461+00');
insert into provisioning.role (tenant_id, id, version, created_at, changed_at, built_in, push_allowed, membership_changes, document, keys, display_name, name_key, unique_name, external_id) values
('dd88fde5-f198-4e8c-8f67-1b305c2664e1', '01a22673-32af-74cc-b5a4-49fe217e5bf0', '2', '2026-11-29 08:36:53.402198+00', '2026-11-29 08:36:54.96592+00', 'true', 'false', '1', '{"schemas":["urn:ietf:params:scim:schemas:core:2.0:Group"],"displayName":"Administrator"}', '{"schemas": ["urn:ietf:params:scim:schemas:core:2.0:Group"], "displayName": "administrator", "displayNameKey": "administrator"}', 'Administrator', 'administrator', 'administrator', NULL),
('dd88fde5-f198-4e8c-8f67-1b305c2664e1', '01a22673-32af-7585-87e4-d3a4c36cd97e', '1', '2026-11-29 08:36:53.402198+00', '2026-11-29 08:36:53.402198+00', 'true', 'true', '0', '{"schemas":["urn:ietf:params:scim:schemas:core:2.0:Group"],"displayName":"Learner"}', '{"schemas": ["urn:ietf:params:scim:schemas:core:2.0:Group"], "displayName": "learner", "displayNameKey": "learner"}', 'Learner', 'learner', 'learner', NULL),
('dd88fde5-f198-4e8c-8f67-1b305c2664e1', '01a22673-5ba8-7349-9a03-b9dabcc9e5c2', '2', '2026-11-29 08:37:04.038309+00', '2026-11-29 08:37:04.124737+00', 'false', 'true', '1', '{"schemas":["urn:ietf:params:scim:schemas:core:2.0:Group"],"displayName":"Lab"}', '{"schemas": ["urn:ietf:params:scim:schemas:core:2.0:Group"], "displayName": "lab", "displayNameKey": "lab"}', 'Lab', 'lab', 'lab', NULL),
('e38845c2-cd2b-4c99-881f-2105b0177b64', '01a22673-327e-74a7-bee9-4dedb799faf3', '2', '2026-11-29 08:36:53.402198+00', '2026-11-29 08:36:54.49826+00', 'true', 'false', '1', '{"schemas":["urn:ietf:params:scim:schemas:core:2.0:Group"],"displayName":"Administrator"}', '{"schemas": ["urn:ietf:params:scim:schemas:core:2.0:Group"], "displayName": "administrator", "displayNameKey": "administrator"}', 'Administrator', 'administrator', 'administrator', NULL),
('e38845c2-cd2b-4c99-881f-2105b0177b64', '01a22673-327e-75d7-be07-62d1e64cec5c', '1', '2026-11-29 08:36:53.402198+00', '2026-11-29 08:36:53.402198+00', 'true', 'true', '0', '{"schemas":["urn:ietf:params:scim:schemas:core:2.0:Group"],"displayName":"Learner"}', '{"schemas": ["urn:ietf:params:scim:schemas:core:2.0:Group"], "displayName": "learner", "displayNameKey": "learner"}', 'Learner', 'learner', 'learner', NULL),
('e38845c2-cd2b-4c99-881f-2105b0177b64', '01a22673-58a0-7559-950c-b04b103d8109', '2', '2026-11-29 08:37:03.257572+00', '2026-11-29 08:37:03.483128+00', 'false', 'true', '1', '{"schemas":["urn:ietf:params:scim:schemas:core:2.0:Group"],"displayName":"Pilots"}', '{"schemas": ["urn:ietf:params:scim:schemas:core:2.0:Group"], "displayName": "pilots", "displayNameKey": "pilots"}', 'Pilots', 'pilots', 'pilots', NULL),
('e38845c2-cd2b-4c99-881f-2105b0177b64', '01a22673-5922-7c77-a8b0-743399cecd80', '1', '2026-11-29 08:37:03.393939+00', '2026-11-29 08:37:03.393939+00', 'false', 'true', '0', '{"schemas":["urn:ietf:params:scim:schemas:core:2.0:Group"],"displayName":"Empty"}', '{"schemas": ["urn:ietf:params:scim:schemas:core:2.0:Group"], "displayName": "empty", "displayNameKey": "empty"}', 'Empty', 'empty', 'empty', NULL),
('e38845c2-cd2b-4c99-881f-2105b0177b64', '01a22673-5b14-7001-8214-c2884481b32b', '1', '2026-11-29 08:37:03.890412+00', '2026-11-29 08:37:03.890412+00', 'false', 'true', '0', '{"schemas":["urn:ietf:params:scim:schemas:core:2.0:Group"],"displayName":"Strangers"}', '{"schemas": ["urn:ietf:params:scim:schemas:core:2.0:Group"], "displayName": "strangers", "displayNameKey": "strangers"}', 'Strangers', 'strangers', 'strangers', NULL);
insert into provisioning.role_permission (tenant_id, role_id, permission) values
('dd88fde5-f198-4e8c-8f67-1b305c2664e1', '01a22673-32af-74cc-b5a4-49fe217e5bf0', 'MANAGE_INTEGRATIONS'),
('dd88fde5-f198-4e8c-8f67-1b305c2664e1', '01a22673-32af-74cc-b5a4-49fe217e5bf0', 'MANAGE_ROLES'),
('dd88fde5-f198-4e8c-8f67-1b305c2664e1', '01a22673-32af-74cc-b5a4-49fe217e5bf0', 'VIEW_ACTIVITY'),
('dd88fde5-f198-4e8c-8f67-1b305c2664e1', '01a22673-32af-74cc-b5a4-49fe217e5bf0', 'VIEW_REPORTS'),
('e38845c2-cd2b-4c99-881f-2105b0177b64', '01a22673-327e-74a7-bee9-4dedb799faf3', 'MANAGE_INTEGRATIONS'),
('e38845c2-cd2b-4c99-881f-2105b0177b64', '01a22673-327e-74a7-bee9-4dedb799faf3', 'MANAGE_ROLES'),
('e38845c2-cd2b-4c99-881f-2105b0177b64', '01a22673-327e-74a7-bee9-4dedb799faf3', 'VIEW_ACTIVITY'),
('e38845c2-cd2b-4c99-881f-2105b0177b64', '01a22673-327e-74a7-bee9-4dedb799faf3', 'VIEW_REPORTS');
insert into provisioning.role_member (tenant_id, role_id, user_id, added_at) values
('dd88fde5-f198-4e8c-8f67-1b305c2664e1', '01a22673-32af-74cc-b5a4-49fe217e5bf0', '01a22673-382e-72b8-a1d8-f89029b297dd', '2026-11-29 08:36:54.950345+00'),
('dd88fde5-f198-4e8c-8f67-1b305c2664e1', '01a22673-5ba8-7349-9a03-b9dabcc9e5c2', '01a22673-5b77-73ff-a71a-9fd11c53d9d6', '2026-11-29 08:37:04.038084+00'),
('e38845c2-cd2b-4c99-881f-2105b0177b64', '01a22673-327e-74a7-bee9-4dedb799faf3', '01a22673-364c-718b-8268-8e0b1af7c707', '2026-11-29 08:36:54.464126+00'),
('e38845c2-cd2b-4c99-881f-2105b0177b64', '01a22673-58a0-7559-950c-b04b103d8109', '01a22673-53a6-7043-adf2-ff1f5b1c031b', '2026-11-29 08:37:03.257413+00'),
('e38845c2-cd2b-4c99-881f-2105b0177b64', '01a22673-58a0-7559-950c-b04b103d8109', '01a22673-5636-70cd-904c-86cf9231b462', '2026-11-29 08:37:03.257413+00'),
('e38845c2-cd2b-4c99-881f-2105b0177b64', '01a22673-5b14-7001-8214-c2884481b32b', '01a22673-54b4-7569-94bb-bb8cc9012f6b', '2026-11-29 08:37:03.890212+00');
insert into provisioning.unknown_member (tenant_id, role_id, member, last_at) values
('e38845c2-cd2b-4c99-881f-2105b0177b64', '01a22673-5b14-7001-8214-c2884481b32b', '00000000-0000-4000-8000-000000000000', '2026-11-29 08:37:03.890212+00');
insert into provisioning.activity (tenant_id, id, at, actor_kind, actor_id, actor, action, resource_type, resource_id, resource_name, status, scim_type, detail, changed, changed_values, consequences, tolerances, method, path, client, source, token_id, request_id, transaction) values
('dd88fde5-f198-4e8c-8f67-1b305c2664e1', '01a22673-3834-7208-8119-c0c1ca259b7b', '2026-11-29 08:36:54.950345+00', 'configuration', NULL, 'configuration', 'user.created', 'User', '01a22673-382e-72b8-a1d8-f89029b297dd', 'admin@example.com', '201', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, '801'),
('dd88fde5-f198-4e8c-8f67-1b305c2664e1', '01a22673-3836-7866-8b36-650cf3a353e7', '2026-11-29 08:36:54.950345+00', 'configuration', NULL, 'configuration', 'administrator.appointed', 'User', '01a22673-382e-72b8-a1d8-f89029b297dd', 'admin@example.com', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, '801'),
('dd88fde5-f198-4e8c-8f67-1b305c2664e1', '01a22673-502a-7dd7-a9fa-25a637b2bc46', '2026-11-29 08:37:01.057164+00', 'ops', NULL, 'tests', 'token.generated', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, '[{"TOKEN_ENDS_WITH": ["6500"]}]', NULL, NULL, NULL, NULL, NULL, NULL, NULL, '943'),
('dd88fde5-f198-4e8c-8f67-1b305c2664e1', '01a22673-5b62-73ae-8a55-83b5ee61fd8f', '2026-11-29 08:37:03.957966+00', 'provider', NULL, 'scim', 'user.created', 'User', '01a22673-5b56-74f8-8467-87b62812ea81', NULL, '201', NULL, NULL, NULL, NULL, '[{"TEAM_CREATED": ["Lab"]}]', NULL, 'POST', '/Users', 'Java-http-client/17.0.15', '127.0.0.1', 'bf7bdc54-6f74-4e79-8e6a-a015f954cbfb', '01a22673-5b47-7af8-9629-89884769d796', '1050'),
('dd88fde5-f198-4e8c-8f67-1b305c2664e1', '01a22673-5b85-7649-90f7-b1b86f86ed2c', '2026-11-29 08:37:03.991045+00', 'provider', NULL, 'scim', 'user.created', 'User', '01a22673-5b77-73ff-a71a-9fd11c53d9d6', 'kept@example.com', '201', NULL, NULL, NULL, NULL, NULL, NULL, 'POST', '/Users', 'Java-http-client/17.0.15', '127.0.0.1', 'bf7bdc54-6f74-4e79-8e6a-a015f954cbfb', '01a22673-5b73-7802-b948-507b65e5ca78', '1052'),
('dd88fde5-f198-4e8c-8f67-1b305c2664e1', '01a22673-5bb3-7887-ac1e-d9faa50b0ca9', '2026-11-29 08:37:04.038084+00', 'provider', NULL, 'scim', 'group.created', 'Group', '01a22673-5ba8-7349-9a03-b9dabcc9e5c2', 'Lab', '201', NULL, NULL, NULL, NULL, '[{"MEMBERS_ADDED": [2]}]', NULL, 'POST', '/Groups', 'Java-http-client/17.0.15', '127.0.0.1', 'bf7bdc54-6f74-4e79-8e6a-a015f954cbfb', '01a22673-5ba1-754c-bd9d-0d8b0d6f8167', '1054'),
('dd88fde5-f198-4e8c-8f67-1b305c2664e1', '01a22673-5c01-7e28-81fc-e52cb6aa30e9', '2026-11-29 08:37:04.09063+00', 'provider', NULL, 'scim', 'user.deleted', 'User', '01a22673-5b56-74f8-8467-87b62812ea81', NULL, '204', NULL, NULL, NULL, NULL, '[{"REPORTS_LOST_MANAGER": [1]}, {"ROLES_LEFT": [1]}]', NULL, 'DELETE', '/Users/01a22673-5b56-74f8-8467-87b62812ea81', 'Java-http-client/17.0.15', '127.0.0.1', 'bf7bdc54-6f74-4e79-8e6a-a015f954cbfb', '01a22673-5bd3-7653-8adf-f769d4209857', '1057'),
('dd88fde5-f198-4e8c-8f67-1b305c2664e1', '01a22673-6a14-7866-8d61-140e30be7c5c', '2026-11-29 08:37:07.673036+00', 'timer', NULL, 'timer', 'user.erased', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, '[{"USERS_ANONYMIZED": [1]}]', NULL, NULL, NULL, NULL, NULL, NULL, NULL, '1215'),
('e38845c2-cd2b-4c99-881f-2105b0177b64', '01a22673-3655-7d1e-8fa1-58c6b8d9777b', '2026-11-29 08:36:54.464126+00', 'configuration', NULL, 'configuration', 'user.created', 'User', '01a22673-364c-718b-8268-8e0b1af7c707', 'admin@example.com', '201', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, '784'),
('e38845c2-cd2b-4c99-881f-2105b0177b64', '01a22673-3665-72e5-9af0-46090c257517', '2026-11-29 08:36:54.464126+00', 'configuration', NULL, 'configuration', 'administrator.appointed', 'User', '01a22673-364c-718b-8268-8e0b1af7c707', 'admin@example.com', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, '784'),
('e38845c2-cd2b-4c99-881f-2105b0177b64', '01a22673-4fa5-7a6a-9419-2fa9151a3351', '2026-11-29 08:37:00.894542+00', 'ops', NULL, 'tests', 'token.generated', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, '[{"TOKEN_ENDS_WITH": ["2752"]}]', NULL, NULL, NULL, NULL, NULL, NULL, NULL, '935'),
('e38845c2-cd2b-4c99-881f-2105b0177b64', '01a22673-526a-766a-bada-ab9569d09f91', '2026-11-29 08:37:01.575095+00', 'provider', NULL, 'scim', 'user.created', 'User', '01a22673-5207-776f-97a3-9d9e6bb0cb84', 'ada@example.com', '201', NULL, NULL, NULL, NULL, '[{"TEAM_CREATED": ["Board"]}]', NULL, 'POST', '/Users', 'Java-http-client/17.0.15', '127.0.0.1', 'c86d848a-c365-4ab0-9ff3-1055e89d863e', '01a22673-50b6-7fe1-ad02-dc8de46455ec', '965'),
('e38845c2-cd2b-4c99-881f-2105b0177b64', '01a22673-543b-7e8b-8609-fcb99fa36ea9', '2026-11-29 08:37:01.989166+00', 'provider', NULL, 'scim', 'user.created', 'User', '01a22673-53a6-7043-adf2-ff1f5b1c031b', 'grace@example.com', '201', NULL, NULL, NULL, NULL, '[{"TEAM_CREATED": ["Engineering"]}]', NULL, 'POST', '/Users', 'Java-http-client/17.0.15', '127.0.0.1', 'c86d848a-c365-4ab0-9ff3-1055e89d863e', '01a22673-5383-7088-aeb4-1903aa65d2ec', '980'),
('e38845c2-cd2b-4c99-881f-2105b0177b64', '01a22673-54f3-71ae-ad22-648b0a8db37e', '2026-11-29 08:37:02.258611+00', 'provider', NULL, 'scim', 'user.created', 'User', '01a22673-54b4-7569-94bb-bb8cc9012f6b', 'alan@example.com', '201', NULL, NULL, NULL, NULL, NULL, NULL, 'POST', '/Users', 'Java-http-client/17.0.15', '127.0.0.1', 'c86d848a-c365-4ab0-9ff3-1055e89d863e', '01a22673-54a6-742c-b024-dfdfeaf3c1aa', '985'),
('e38845c2-cd2b-4c99-881f-2105b0177b64', '01a22673-557e-770e-890c-3fc5839255fd', '2026-11-29 08:37:02.419463+00', 'provider', NULL, 'scim', 'user.created', 'User', '01a22673-5557-7697-951a-686ffa4a7d58', 'jürgen@example.com', '201', NULL, NULL, NULL, NULL, NULL, NULL, 'POST', '/Users', 'Java-http-client/17.0.15', '127.0.0.1', 'c86d848a-c365-4ab0-9ff3-1055e89d863e', '01a22673-552d-7ec8-a3d0-b6ed02e2b8d6', '990'),
('e38845c2-cd2b-4c99-881f-2105b0177b64', '01a22673-55f6-7235-b795-11584473f7ab', '2026-11-29 08:37:02.534282+00', 'provider', NULL, 'scim', 'user.created', 'User', '01a22673-55d2-7e20-bbf4-911503479dfe', 'waiting@example.com', '201', NULL, NULL, NULL, NULL, '[{"MANAGER_NOT_FOUND": []}, {"TEAM_CREATED": ["Support"]}]', NULL, 'POST', '/Users', 'Java-http-client/17.0.15', '127.0.0.1', 'c86d848a-c365-4ab0-9ff3-1055e89d863e', '01a22673-55ba-7b06-9bef-f51f5eff3d35', '995'),
('e38845c2-cd2b-4c99-881f-2105b0177b64', '01a22673-565f-765a-8695-293bd81effbf', '2026-11-29 08:37:02.643604+00', 'provider', NULL, 'scim', 'user.created', 'User', '01a22673-5636-70cd-904c-86cf9231b462', 'katherine@example.com', '201', NULL, NULL, NULL, NULL, NULL, NULL, 'POST', '/Users', 'Java-http-client/17.0.15', '127.0.0.1', 'c86d848a-c365-4ab0-9ff3-1055e89d863e', '01a22673-561f-72ea-8f98-34209c3f6130', '998'),
('e38845c2-cd2b-4c99-881f-2105b0177b64', '01a22673-569a-7a66-88a4-1f220674cb0a', '2026-11-29 08:37:02.73549+00', 'provider', NULL, 'scim', 'user.created', 'User', '01a22673-5690-7657-9f00-eac39780a257', 'edsger@example.com', '201', NULL, NULL, NULL, NULL, NULL, NULL, 'POST', '/Users', 'Java-http-client/17.0.15', '127.0.0.1', 'c86d848a-c365-4ab0-9ff3-1055e89d863e', '01a22673-5683-7f44-a0e0-a7ef5d049b4e', '1001'),
('e38845c2-cd2b-4c99-881f-2105b0177b64', '01a22673-57a2-74c0-8f34-0d83f9c9ec93', '2026-11-29 08:37:02.94307+00', 'provider', NULL, 'scim', 'user.deactivated', 'User', '01a22673-5690-7657-9f00-eac39780a257', 'edsger@example.com', '200', NULL, NULL, '["active"]', '{"active": {"after": false, "before": true}}', NULL, NULL, 'PATCH', '/Users/01a22673-5690-7657-9f00-eac39780a257', 'Java-http-client/17.0.15', '127.0.0.1', 'c86d848a-c365-4ab0-9ff3-1055e89d863e', '01a22673-5744-7bbf-97c0-94c1d3e96e73', '1010'),
('e38845c2-cd2b-4c99-881f-2105b0177b64', '01a22673-57f9-746a-b895-0961de747f6b', '2026-11-29 08:37:03.047515+00', 'provider', NULL, 'scim', 'user.updated', 'User', '01a22673-5636-70cd-904c-86cf9231b462', 'katherine@example.com', '200', NULL, NULL, '["urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department"]', '{"urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department": {"after": "Operations", "before": "Support"}}', '[{"TEAM_CREATED": ["Operations"]}]', '{"PATH_AS_KEY": ["urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department"]}', 'PATCH', '/Users/01a22673-5636-70cd-904c-86cf9231b462', 'Java-http-client/17.0.15', '127.0.0.1', 'c86d848a-c365-4ab0-9ff3-1055e89d863e', '01a22673-57be-7069-80d4-d3d2a43a8ece', '1012'),
('e38845c2-cd2b-4c99-881f-2105b0177b64', '01a22673-5839-728b-a83e-a2571734ed95', '2026-11-29 08:37:03.134741+00', 'provider', NULL, 'scim', 'user.updated', 'User', '01a22673-5636-70cd-904c-86cf9231b462', 'katherine@example.com', '200', NULL, NULL, '["urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:manager"]', '{"urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:manager": {"after": {"value": "01a22673-53a6-7043-adf2-ff1f5b1c031b"}, "before": {"value": "alan"}}}', NULL, '{"PATH_AS_KEY": ["urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:manager"]}', 'PATCH', '/Users/01a22673-5636-70cd-904c-86cf9231b462', 'Java-http-client/17.0.15', '127.0.0.1', 'c86d848a-c365-4ab0-9ff3-1055e89d863e', '01a22673-5813-75c1-b98d-3ecd6c85b59a', '1016'),
('e38845c2-cd2b-4c99-881f-2105b0177b64', '01a22673-58e5-7170-9b3f-c33c72e3b62e', '2026-11-29 08:37:03.257413+00', 'provider', NULL, 'scim', 'group.created', 'Group', '01a22673-58a0-7559-950c-b04b103d8109', 'Pilots', '201', NULL, NULL, NULL, NULL, '[{"MEMBERS_ADDED": [3]}]', NULL, 'POST', '/Groups', 'Java-http-client/17.0.15', '127.0.0.1', 'c86d848a-c365-4ab0-9ff3-1055e89d863e', '01a22673-585d-7a5a-bce0-a2d983b87b07', '1018'),
('e38845c2-cd2b-4c99-881f-2105b0177b64', '01a22673-592b-71ae-a3a4-4fd0c824e448', '2026-11-29 08:37:03.393875+00', 'provider', NULL, 'scim', 'group.created', 'Group', '01a22673-5922-7c77-a8b0-743399cecd80', 'Empty', '201', NULL, NULL, NULL, NULL, NULL, NULL, 'POST', '/Groups', 'Java-http-client/17.0.15', '127.0.0.1', 'c86d848a-c365-4ab0-9ff3-1055e89d863e', '01a22673-5915-7fd5-b2ed-5a8c41d199f7', '1023'),
('e38845c2-cd2b-4c99-881f-2105b0177b64', '01a22673-597c-7fa9-bfb3-ca820bc2e265', '2026-11-29 08:37:03.442683+00', 'provider', NULL, 'scim', 'group.updated', 'Group', '01a22673-58a0-7559-950c-b04b103d8109', 'Pilots', '204', NULL, NULL, NULL, NULL, '[{"MEMBERS_REMOVED": [1]}]', NULL, 'PATCH', '/Groups/01a22673-58a0-7559-950c-b04b103d8109', 'Java-http-client/17.0.15', '127.0.0.1', 'c86d848a-c365-4ab0-9ff3-1055e89d863e', '01a22673-593d-7ef5-bfc9-a4634c83fdcb', '1026'),
('e38845c2-cd2b-4c99-881f-2105b0177b64', '01a22673-59b9-7c51-9a2c-1370dec7e156', '2026-11-29 08:37:03.534383+00', 'provider', NULL, 'scim', 'user.created', 'User', '01a22673-59ae-7bcc-8c24-626597f6c04e', 'deleted@example.com', '201', NULL, NULL, NULL, NULL, NULL, NULL, 'POST', '/Users', 'Java-http-client/17.0.15', '127.0.0.1', 'c86d848a-c365-4ab0-9ff3-1055e89d863e', '01a22673-599e-7f1f-b788-f5b93e202a0f', '1030'),
('e38845c2-cd2b-4c99-881f-2105b0177b64', '01a22673-59f6-76d4-93e3-8d874bd42969', '2026-11-29 08:37:03.569976+00', 'provider', NULL, 'scim', 'user.deleted', 'User', '01a22673-59ae-7bcc-8c24-626597f6c04e', 'deleted@example.com', '204', NULL, NULL, NULL, NULL, NULL, NULL, 'DELETE', '/Users/01a22673-59ae-7bcc-8c24-626597f6c04e', 'Java-http-client/17.0.15', '127.0.0.1', 'c86d848a-c365-4ab0-9ff3-1055e89d863e', '01a22673-59cd-71c6-a229-880ee941d220', '1032'),
('e38845c2-cd2b-4c99-881f-2105b0177b64', '01a22673-5a86-70d0-b4a8-2be9ab1f7013', '2026-11-29 08:37:03.740512+00', 'provider', NULL, 'scim', 'rejected', 'User', NULL, 'ada@example.com', '409', 'uniqueness', 'This user exists already, with the same userName and externalId, as id 01a22673-5207-776f-97a3-9d9e6bb0cb84: an earlier request created it. Use that id instead of creating it again.', NULL, '{"userName": {"sent": "ada@example.com"}}', NULL, NULL, 'POST', '/Users', 'Java-http-client/17.0.15', '127.0.0.1', 'c86d848a-c365-4ab0-9ff3-1055e89d863e', '01a22673-5a0d-7e3a-8d9c-a78f8fddd26f', '1038'),
('e38845c2-cd2b-4c99-881f-2105b0177b64', '01a22673-5ad9-79c2-8260-a0ede0941154', '2026-11-29 08:37:03.819594+00', 'provider', NULL, 'scim', 'user.unchanged', 'User', '01a22673-54b4-7569-94bb-bb8cc9012f6b', 'alan@example.com', '200', NULL, NULL, NULL, NULL, NULL, '{"BOOLEAN_AS_STRING": ["active"]}', 'PATCH', '/Users/01a22673-54b4-7569-94bb-bb8cc9012f6b', 'Java-http-client/17.0.15', '127.0.0.1', 'c86d848a-c365-4ab0-9ff3-1055e89d863e', '01a22673-5ac6-700f-b786-99aa456d2ca0', '1041'),
('e38845c2-cd2b-4c99-881f-2105b0177b64', '01a22673-5b2c-7f64-83e1-257fd5534614', '2026-11-29 08:37:03.890212+00', 'provider', NULL, 'scim', 'group.created', 'Group', '01a22673-5b14-7001-8214-c2884481b32b', 'Strangers', '201', NULL, NULL, NULL, NULL, '[{"MEMBERS_ADDED": [1]}]', '{"UNKNOWN_MEMBER_SKIPPED": ["00000000-0000-4000-8000-000000000000"]}', 'POST', '/Groups', 'Java-http-client/17.0.15', '127.0.0.1', 'c86d848a-c365-4ab0-9ff3-1055e89d863e', '01a22673-5b0a-77e7-973e-06d5cdd73e50', '1044'),
('e38845c2-cd2b-4c99-881f-2105b0177b64', '01a22673-5d24-7cd4-80d9-8ef7644ade96', '2026-11-29 08:37:04.377692+00', 'ops', NULL, 'ops', 'token.generated', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, '[{"TOKEN_ENDS_WITH": ["4f86"]}, {"PREVIOUS_TOKEN_REVOKED": []}]', NULL, NULL, NULL, NULL, NULL, NULL, NULL, '1074'),
('e38845c2-cd2b-4c99-881f-2105b0177b64', '01a22673-5dc5-733f-9a44-a297c5d2cbd4', '2026-11-29 08:37:04.529088+00', 'ops', NULL, 'ops', 'reportToken.generated', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, '[{"TOKEN_ENDS_WITH": ["96cd"]}]', NULL, NULL, NULL, NULL, NULL, NULL, NULL, '1079'),
('e38845c2-cd2b-4c99-881f-2105b0177b64', '01a22673-5eb2-7231-972e-6e45f82a2ee3', '2026-11-29 08:37:04.771187+00', 'ops', NULL, 'ops', 'password.link_created', 'User', '01a22673-364c-718b-8268-8e0b1af7c707', 'admin@example.com', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, '1089'),
('e38845c2-cd2b-4c99-881f-2105b0177b64', '01a22673-6cee-7edd-b9b4-a054ecc24ce2', '2026-11-29 08:37:08.425065+00', 'person', '01a22673-364c-718b-8268-8e0b1af7c707', 'admin@example.com', 'password.set', 'User', '01a22673-364c-718b-8268-8e0b1af7c707', 'admin@example.com', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 'Java-http-client/17.0.15', '127.0.0.1', NULL, NULL, '1257'),
('e38845c2-cd2b-4c99-881f-2105b0177b64', '01a22673-7071-7d3b-be68-e0383795a6e4', '2026-11-29 08:37:09.354992+00', 'person', '01a22673-364c-718b-8268-8e0b1af7c707', 'admin@example.com', 'setting.changed', NULL, NULL, 'archive-empty-teams-after', NULL, NULL, NULL, '["archive-empty-teams-after"]', '{"archive-empty-teams-after": {"after": "P7D"}}', NULL, NULL, NULL, NULL, 'Java-http-client/17.0.15', '127.0.0.1', NULL, NULL, '1281'),
('e38845c2-cd2b-4c99-881f-2105b0177b64', '01a22673-7190-7368-97ed-6af5f140afb1', '2026-11-29 08:37:09.642568+00', 'person', '01a22673-364c-718b-8268-8e0b1af7c707', 'admin@example.com', 'finding.ignored', 'Finding', 'sharedEmails', 'Shared e-mail addresses', NULL, NULL, NULL, NULL, NULL, '[{"IGNORED_UNTIL": ["2026-12-29"]}]', NULL, NULL, NULL, 'Java-http-client/17.0.15', '127.0.0.1', NULL, NULL, '1282'),
('e38845c2-cd2b-4c99-881f-2105b0177b64', '01a22673-7744-7e9b-b6fe-b6c0c98cb1dd', '2026-11-29 08:37:11.103461+00', 'person', '01a22673-364c-718b-8268-8e0b1af7c707', 'admin@example.com', 'session.rejected', 'User', NULL, 'admin@example.com', '401', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 'Java-http-client/17.0.15', '127.0.0.1', NULL, NULL, '1394');
insert into provisioning.assignment_change (tenant_id, id, user_id, at, kind, before_id, after_id, source, transaction) values
('dd88fde5-f198-4e8c-8f67-1b305c2664e1', '01a22673-3836-7008-894e-4f35d43f4559', '01a22673-382e-72b8-a1d8-f89029b297dd', '2026-11-29 08:36:54.966035+00', 'role', NULL, '01a22673-32af-74cc-b5a4-49fe217e5bf0', 'configuration', '801'),
('dd88fde5-f198-4e8c-8f67-1b305c2664e1', '01a22673-5bad-7160-8da5-5e61b5945ded', '01a22673-5b56-74f8-8467-87b62812ea81', '2026-11-29 08:37:04.045137+00', 'role', NULL, '01a22673-5ba8-7349-9a03-b9dabcc9e5c2', 'scim', '1054'),
('dd88fde5-f198-4e8c-8f67-1b305c2664e1', '01a22673-5bad-72c4-bb62-d949adc2bde0', '01a22673-5b77-73ff-a71a-9fd11c53d9d6', '2026-11-29 08:37:04.04518+00', 'role', NULL, '01a22673-5ba8-7349-9a03-b9dabcc9e5c2', 'scim', '1054'),
('dd88fde5-f198-4e8c-8f67-1b305c2664e1', '01a22673-5bf2-7add-8004-bbae17710517', '01a22673-5b77-73ff-a71a-9fd11c53d9d6', '2026-11-29 08:37:04.114732+00', 'manager', '01a22673-5b56-74f8-8467-87b62812ea81', NULL, 'scim', '1057'),
('dd88fde5-f198-4e8c-8f67-1b305c2664e1', '01a22673-5bfc-7cd9-8b50-b6059f582f7c', '01a22673-5b56-74f8-8467-87b62812ea81', '2026-11-29 08:37:04.124924+00', 'role', '01a22673-5ba8-7349-9a03-b9dabcc9e5c2', NULL, 'scim', '1057'),
('e38845c2-cd2b-4c99-881f-2105b0177b64', '01a22673-3662-75ae-a1a3-95aa924afd85', '01a22673-364c-718b-8268-8e0b1af7c707', '2026-11-29 08:36:54.498399+00', 'role', NULL, '01a22673-327e-74a7-bee9-4dedb799faf3', 'configuration', '784'),
('e38845c2-cd2b-4c99-881f-2105b0177b64', '01a22673-57ec-7c49-9d34-0fefb99df071', '01a22673-5636-70cd-904c-86cf9231b462', '2026-11-29 08:37:03.084878+00', 'team', '01a22673-55df-7ddb-bf78-56e2797fe3c0', '01a22673-57de-7bfd-becc-f00a7e9b5686', 'scim', '1012'),
('e38845c2-cd2b-4c99-881f-2105b0177b64', '01a22673-5834-7a18-9533-b1124589cad1', '01a22673-5636-70cd-904c-86cf9231b462', '2026-11-29 08:37:03.156684+00', 'manager', '01a22673-54b4-7569-94bb-bb8cc9012f6b', '01a22673-53a6-7043-adf2-ff1f5b1c031b', 'scim', '1016'),
('e38845c2-cd2b-4c99-881f-2105b0177b64', '01a22673-58cd-717c-b871-69b2e2c6f3df', '01a22673-53a6-7043-adf2-ff1f5b1c031b', '2026-11-29 08:37:03.309148+00', 'role', NULL, '01a22673-58a0-7559-950c-b04b103d8109', 'scim', '1018'),
('e38845c2-cd2b-4c99-881f-2105b0177b64', '01a22673-58cd-735c-b59e-d8f7ae4892ac', '01a22673-5636-70cd-904c-86cf9231b462', '2026-11-29 08:37:03.309217+00', 'role', NULL, '01a22673-58a0-7559-950c-b04b103d8109', 'scim', '1018'),
('e38845c2-cd2b-4c99-881f-2105b0177b64', '01a22673-58cd-7395-9cdd-f4ff5b939884', '01a22673-5690-7657-9f00-eac39780a257', '2026-11-29 08:37:03.309229+00', 'role', NULL, '01a22673-58a0-7559-950c-b04b103d8109', 'scim', '1018'),
('e38845c2-cd2b-4c99-881f-2105b0177b64', '01a22673-5973-70c8-ae9d-dc24ab2f2afb', '01a22673-5690-7657-9f00-eac39780a257', '2026-11-29 08:37:03.475102+00', 'role', '01a22673-58a0-7559-950c-b04b103d8109', NULL, 'scim', '1026'),
('e38845c2-cd2b-4c99-881f-2105b0177b64', '01a22673-5b1c-7be7-bb72-789703a84dc2', '01a22673-54b4-7569-94bb-bb8cc9012f6b', '2026-11-29 08:37:03.900803+00', 'role', NULL, '01a22673-5b14-7001-8214-c2884481b32b', 'scim', '1044');
insert into provisioning.credential (tenant_id, user_id, password_hash, changed_at, sign_in_key) values
('e38845c2-cd2b-4c99-881f-2105b0177b64', '01a22673-364c-718b-8268-8e0b1af7c707', 'PBKDF2WithHmacSHA512:210000:TrzI5LPFfESonQA5Vr8twETnTm6HvGryb6SSEkYuk2s=:M/vxnfaobEANZsdN5NAFu4NxgFpd8x2mat3KcdBsxJaAQ6Zq4FEgnIle91KyfquA2SgzsaR26lOlsD834kPdig==', '2026-11-29 08:37:08.425065+00', 'admin@example.com');
insert into provisioning.password_link (tenant_id, id, user_id, digest, created_at, created_by, created_by_id, expires_at, used_at, used_browser_id) values
('e38845c2-cd2b-4c99-881f-2105b0177b64', '42d769b9-13bb-43da-9343-d56fe24d5bab', '01a22673-364c-718b-8268-8e0b1af7c707', E'\\x41d81efc162e07a2c1ab5d30af936cb54113398fa4b6800b34f5725d67194fcb', '2026-11-29 08:37:04.771187+00', 'ops', NULL, '2026-11-30 08:37:04.771187+00', '2026-11-29 08:37:08.425118+00', '01a22673-6cf1-76ba-8bc7-d7f8385a4e7b');
insert into provisioning.known_browser (tenant_id, id, user_id, digest, created_at, last_used_at, links_seen_at) values
('e38845c2-cd2b-4c99-881f-2105b0177b64', '01a22673-6cf1-76ba-8bc7-d7f8385a4e7b', '01a22673-364c-718b-8268-8e0b1af7c707', E'\\x07577504f21a14cd2018f2d62921bbdc4e5b19c08d6d6dbf1346232b8b41f66a', '2026-11-29 08:37:08.425065+00', '2026-11-29 08:37:08.425065+00', NULL);
insert into provisioning.console_session (tenant_id, id, user_id, digest, created_at, last_seen_at, expires_at, client, source, browser_id, links_seen_at) values
('e38845c2-cd2b-4c99-881f-2105b0177b64', '01a22673-6cfc-7980-a631-f018c8641e0b', '01a22673-364c-718b-8268-8e0b1af7c707', E'\\x1bf9766a61a576860441540e5deb42807ddc54ccbdc54d7cebac354eda46cf63', '2026-11-29 08:37:08.425065+00', '2026-11-29 08:37:08.425065+00', '2026-11-29 20:37:08.425118+00', 'Java-http-client/17.0.15', '127.0.0.1', '01a22673-6cf1-76ba-8bc7-d7f8385a4e7b', NULL);
insert into provisioning.sign_in_failure (tenant_id, subject, failures, last_at, reported_at) values
('e38845c2-cd2b-4c99-881f-2105b0177b64', 'account admin@example.com', '1', '2026-11-29 08:37:10.08189+00', NULL),
('e38845c2-cd2b-4c99-881f-2105b0177b64', 'pair admin@example.com 127.0.0.1', '1', '2026-11-29 08:37:10.081987+00', NULL),
('e38845c2-cd2b-4c99-881f-2105b0177b64', 'source 127.0.0.1', '1', '2026-11-29 08:37:10.081995+00', NULL);
insert into provisioning.daily_metrics (tenant_id, day, active_people, inactive_people, teams, pending_managers, exchanges, refused, last_activity) values
('dd88fde5-f198-4e8c-8f67-1b305c2664e1', '2026-11-29', '2', '0', '1', '1', '0', '0', '01a22673-502a-7dd7-a9fa-25a637b2bc46'),
('e38845c2-cd2b-4c99-881f-2105b0177b64', '2026-11-29', '7', '1', '4', '1', '0', '0', '01a22673-4fa5-7a6a-9419-2fa9151a3351');
insert into provisioning.team_size (tenant_id, team_id, day, people) values
('dd88fde5-f198-4e8c-8f67-1b305c2664e1', '01a22673-5b5b-7b17-92a1-5200af189e07', '2026-11-29', '1'),
('e38845c2-cd2b-4c99-881f-2105b0177b64', '01a22673-5225-7100-82e4-5f235e2a8f17', '2026-11-29', '1'),
('e38845c2-cd2b-4c99-881f-2105b0177b64', '01a22673-53f8-768a-8eb0-11f0313cb5e8', '2026-11-29', '3'),
('e38845c2-cd2b-4c99-881f-2105b0177b64', '01a22673-55df-7ddb-bf78-56e2797fe3c0', '2026-11-29', '1'),
('e38845c2-cd2b-4c99-881f-2105b0177b64', '01a22673-57de-7bfd-becc-f00a7e9b5686', '2026-11-29', '1');
insert into provisioning.ignored_finding (tenant_id, kind, finding_id, until, reason, created_at, created_by) values
('e38845c2-cd2b-4c99-881f-2105b0177b64', 'sharedEmails', '00000000-0000-0000-0000-000000000000', '2026-12-30 00:00:00+00', 'Known', '2026-11-29 08:37:09.642568+00', '01a22673-364c-718b-8268-8e0b1af7c707');

-- R__01_tenants.sql ----

-- Repeatable files define each function, view and trigger once. Flyway runs a file again when it changed, in the order of the descriptions. Every
-- statement can run on a database that has its object already.

-- The tenant and the actor of a transaction ---------------------------------------------------------------------------------------

-- TenantInterceptor names the tenant of a transaction: set_config('provisioning.tenant', …, true). It also sets provisioning.source, which
-- says who causes changes of users: scim, admin, timer or configuration.

-- Names the user who is signed in to the console. Activity rows that the rest of the transaction writes name this user as the actor.
create or replace function provisioning.set_actor(p_person uuid, p_client text, p_source text) returns boolean language plpgsql as $$
begin
  perform set_config('provisioning.actor_kind', 'person', true),
    set_config('provisioning.actor_id', p_person::text, true), set_config('provisioning.actor_client', coalesce(p_client, ''), true),
    set_config('provisioning.actor_source', coalesce(p_source, ''), true);
  return true;
end
$$;

-- For functions with the rights of their owner, which row security does not bind.
create or replace function provisioning.require_tenant(p_tenant uuid) returns void language plpgsql stable as $$
begin
  if p_tenant is distinct from current_setting('provisioning.tenant')::uuid then
    raise exception 'This transaction is not of the tenant %.', p_tenant using errcode = 'insufficient_privilege';
  end if;
end
$$;

-- For db/checks: true, or an error under a login that row security hides rows from, because a check would find nothing there.
create or replace function provisioning.sees_every_row() returns boolean language plpgsql stable as $$
begin
  if row_security_active('provisioning.tenant') then
    raise exception 'Row security hides rows from %. Run this check as provisioning_migrator.', current_user using errcode = 'insufficient_privilege';
  end if;
  return true;
end
$$;

-- Tenants and nodes ---------------------------------------------------------------------------------------------------------------

-- Creates a tenant with its built-in roles and their permissions, or returns the existing one unchanged. Permissions that an administrator
-- removed from a built-in role stay removed. The migrator calls it at start-up; heartbeat() resumes a suspended tenant. The ids of the
-- built-in roles are time-ordered like all others, so the built-in roles come first in a list of groups.
create or replace function provisioning.enable_tenant(p_subdomain text) returns uuid language plpgsql as $$
declare
  tenant uuid;
begin
  insert into provisioning.tenant (tenant_id, subdomain) values (gen_random_uuid(), p_subdomain)
    on conflict do nothing returning tenant_id into tenant;
  if tenant is null then
    select tenant_id into tenant from provisioning.tenant where subdomain = p_subdomain;
    return tenant;
  end if;
  insert into provisioning.role (tenant_id, id, document, keys, display_name, name_key, unique_name, version, built_in, push_allowed)
    select tenant, provisioning.time_ordered_id(),
        '{"schemas":["urn:ietf:params:scim:schemas:core:2.0:Group"],"displayName":"' || name || '"}',
        jsonb_build_object('schemas', jsonb_build_array('urn:ietf:params:scim:schemas:core:2.0:Group'), 'displayName', lower(name), 'displayNameKey', lower(name)),
        name, lower(name), lower(name), 1, true, name <> 'Administrator'
      from unnest('{Administrator,Learner}'::text[]) name;
  insert into provisioning.role_permission (tenant_id, role_id, permission)
    select tenant, id, permission
      from provisioning.role, unnest('{MANAGE_INTEGRATIONS,MANAGE_ROLES,VIEW_REPORTS,VIEW_ACTIVITY}'::text[]) permission
      where tenant_id = tenant and name_key = 'administrator' and built_in;
  return tenant;
end
$$;

-- Nodes that were seen within a minute, in which a running node writes four times.
drop view if exists provisioning.running_node;
create view provisioning.running_node as
  select * from provisioning.node where seen_at > clock_timestamp() - interval '1 minute';

-- Whether retention may delete and anonymize rows of the tenant: always while the tenant is listed. When it is suspended, after the longest
-- grace period of any running node. Not while no node runs.
create or replace function provisioning.is_retention_in_force(p_suspended_at timestamptz) returns boolean language sql volatile as $$
  select p_suspended_at is null
    or coalesce(p_suspended_at + (select max(removed_tenant_grace) from provisioning.running_node) <= clock_timestamp(), false)
$$;

-- Registers that a node runs and which tenants it lists. Resumes those of them that are suspended, suspends tenants that no running node lists,
-- and returns what the node should log, by kind:
--   resumed         a tenant; since: when it was suspended; number: users that were anonymized since then
--   suspended       a tenant; until: the end of the grace period; retained: whether that is in the future
--   only elsewhere  a running node that lists tenants which this node does not list; subdomain: some of them; number: how many
--   only here       the opposite
--   busy            nothing was compared, because another node does it now
-- Nodes take turns, because each compares the lists of all. None waits: its row is always written, however long another node takes.
-- Lists are compared by hashing or sorting, never by searching a whole list for each tenant.
create or replace function provisioning.heartbeat(p_node uuid, p_name text, p_tenants uuid[], p_subdomains text[], p_grace interval)
  returns table (kind text, tenant_id uuid, subdomain text, node text, since timestamptz, until timestamptz, retained boolean, number bigint)
  language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
#variable_conflict use_column
begin
  insert into provisioning.node (node_id, name, tenants, subdomains, removed_tenant_grace)
    values (p_node, p_name, p_tenants, p_subdomains, p_grace)
    on conflict (node_id) do update set seen_at = clock_timestamp();
  if not pg_try_advisory_xact_lock(hashtextextended('provisioning.node', 0)) then
    return query select 'busy', null::uuid, null::text, null::text, null::timestamptz, null::timestamptz, null::boolean, null::bigint;
    return;
  end if;
  delete from provisioning.node where seen_at < clock_timestamp() - interval '1 day';
  return query
    with resumed as (
      update provisioning.tenant t set suspended_at = null
        from provisioning.tenant before join unnest(p_tenants) own (tenant_id) on own.tenant_id = before.tenant_id
        where before.tenant_id = t.tenant_id and t.suspended_at is not null
        returning t.tenant_id, t.subdomain, before.suspended_at)
    select 'resumed', r.tenant_id, r.subdomain, null::text, r.suspended_at, null::timestamptz, null::boolean,
        (select count(*) from provisioning.deleted_user d where d.tenant_id = r.tenant_id and d.erased_at >= r.suspended_at)
      from resumed r;
  update provisioning.tenant t set suspended_at = clock_timestamp()
    where t.suspended_at is null
      and t.tenant_id not in (select unnest(n.tenants) from provisioning.running_node n);
  return query
    select 'suspended', t.tenant_id, t.subdomain, null::text, t.suspended_at,
        t.suspended_at + (select max(n.removed_tenant_grace) from provisioning.running_node n),
        not provisioning.is_retention_in_force(t.suspended_at), null::bigint
      from provisioning.tenant t where t.suspended_at is not null;
  return query
    select l.kind, null::uuid, array_to_string((array_agg(l.subdomain order by l.subdomain))[1:10], ', '), l.name, l.started_at,
        null::timestamptz, null::boolean, count(*)
      from (
        select n.node_id, n.name, n.started_at, min(both_lists.subdomain) as subdomain,
            case when bool_and(both_lists.here) then 'only here' else 'only elsewhere' end as kind
          from provisioning.running_node n cross join lateral (
            select tenant_id, subdomain, true as here from unnest(p_tenants, p_subdomains) own (tenant_id, subdomain)
            union all
            select tenant_id, subdomain, false from unnest(n.tenants, n.subdomains) theirs (tenant_id, subdomain)) both_lists
          where n.node_id <> p_node
          group by n.node_id, n.name, n.started_at, both_lists.tenant_id
          having bool_and(both_lists.here) or not bool_or(both_lists.here)) l
      group by l.node_id, l.name, l.started_at, l.kind;
  -- Other nodes see this row only when the transaction ends, which may be much later.
  update provisioning.node set seen_at = clock_timestamp() where node_id = p_node;
end
$$;
revoke all on function provisioning.heartbeat(uuid, text, uuid[], text[], interval) from public;
grant execute on function provisioning.heartbeat(uuid, text, uuid[], text[], interval) to provisioning_app;

-- A node that stops does not count any longer, so that its successor does not wait a minute.
create or replace function provisioning.remove_node(p_node uuid) returns void
  language sql security definer set search_path = pg_catalog, pg_temp as $$
  delete from provisioning.node where node_id = p_node
$$;
revoke all on function provisioning.remove_node(uuid) from public;
grant execute on function provisioning.remove_node(uuid) to provisioning_app;

-- Statistics ----------------------------------------------------------------------------------------------------------------------

-- The first minute of the first import does not wait for autovacuum (ADR 15). Analyzes each small table that has doubled since it was last
-- analyzed. False when the users' table is not small any longer: then nobody needs to call the function again. ANALYZE needs the owner's rights.
create or replace function provisioning.analyze_small_tables() returns boolean
  language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  small constant int := 1000;
  name regclass;
begin
  if pg_try_advisory_xact_lock(hashtextextended('provisioning.analyze_small_tables', 0)) then
    for name in
      select c.oid from pg_class c
      where c.relnamespace = 'provisioning'::regnamespace and c.relkind = 'r' and c.relpages < small
        and pg_relation_size(c.oid) >= 2 * greatest(c.relpages, 1) * current_setting('block_size')::bigint
    loop
      execute format('analyze %s', name);
    end loop;
  end if;
  return (select relpages < small from pg_class where oid = 'provisioning.scim_user'::regclass);
end
$$;
revoke all on function provisioning.analyze_small_tables() from public;
grant execute on function provisioning.analyze_small_tables() to provisioning_app;

-- Settings that administrators choose ---------------------------------------------------------------------------------------------

-- Chooses a setting, or returns to the setting of the deployment if the value is null. The application has checked the value. Returns false if
-- the previous choice is not the expected one.
create or replace function provisioning.choose_setting(p_tenant uuid, p_chosen_by text, p_name text, p_expected text, p_value text)
  returns boolean language plpgsql as $$
declare
  previous text;
begin
  perform pg_advisory_xact_lock(hashtextextended('tenant_setting ' || p_tenant, 0));
  select value into previous from provisioning.tenant_setting where tenant_id = p_tenant and name = p_name;
  if previous is distinct from p_expected then
    return false;
  end if;
  if p_value is null then
    delete from provisioning.tenant_setting where tenant_id = p_tenant and name = p_name;
  else
    insert into provisioning.tenant_setting (tenant_id, name, value) values (p_tenant, p_name, p_value)
      on conflict (tenant_id, name) do update set value = p_value, changed_at = now();
  end if;
  insert into provisioning.activity (tenant_id, actor, action, resource_name, changed, changed_values)
    values (p_tenant, p_chosen_by, 'setting.changed', p_name, jsonb_build_array(p_name),
      jsonb_build_object(p_name, jsonb_strip_nulls(jsonb_build_object('before', previous, 'after', p_value))));
  return true;
end
$$;

-- What the administrators of these tenants chose, for the nodes that serve them. Beside authenticate(), the only read across tenants.
create or replace function provisioning.chosen_settings(p_tenants uuid[]) returns table (tenant_id uuid, name text, value text)
  language sql security definer set search_path = pg_catalog, pg_temp as $$
  select s.tenant_id, s.name, s.value from provisioning.tenant_setting s where s.tenant_id = any (p_tenants)
$$;
revoke all on function provisioning.chosen_settings(uuid[]) from public;
grant execute on function provisioning.chosen_settings(uuid[]) to provisioning_app;

-- R__02_tokens.sql ----

-- Looks up a token of any tenant by its digest of 244 random bits. It and chosen_settings() are the only reads across tenants. Records the use of the token once a minute,
-- and when the client changed. A node looks a token up once a second for each client, so that two clients cause few writes.
create or replace function provisioning.authenticate(p_digest bytea, p_client text, p_source text)
  returns table (tenant_id uuid, token_id uuid, state text, purpose text, expires_at timestamptz)
  language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  t provisioning.api_token;
begin
  select * into t from provisioning.api_token where digest = p_digest;
  if not found then
    return;
  end if;
  tenant_id := t.tenant_id;
  token_id := t.id;
  purpose := t.purpose;
  expires_at := t.expires_at;
  state := case when t.revoked_at is not null then 'revoked' when t.expires_at <= now() then 'expired' else 'live' end;
  -- A read must neither fail nor wait because of this update.
  if state = 'live' and current_setting('transaction_read_only') = 'off' and (t.last_used_at is null
      or t.last_used_client is distinct from p_client or t.last_used_at < now() - interval '1 minute') then
    update provisioning.api_token a set last_used_at = now(), last_used_client = p_client, last_used_source = p_source
      where a.tenant_id = t.tenant_id and a.id = (
        select k.id from provisioning.api_token k where k.tenant_id = t.tenant_id and k.id = t.id for no key update skip locked);
  end if;
  return next;
end
$$;
revoke all on function provisioning.authenticate(bytea, text, text) from public;
grant execute on function provisioning.authenticate(bytea, text, text) to provisioning_app;

-- Generates the tenant's token for SCIM, for reading reports or for reading the activity. The tokens of the other purposes do not change. The previous token of this
-- purpose stops working, or works until the end of the overlap if one is given. The new token expires after its lifetime if one is given. The
-- function returns the token, which is stored nowhere: the table keeps only its digest. The operator's command:
--
--   select provisioning.generate_api_token(tenant_id, 'ops') from provisioning.tenant where subdomain = 'acme';
create or replace function provisioning.generate_api_token(
    p_tenant uuid, p_created_by text, p_lifetime interval default null, p_overlap interval default null, p_purpose text default 'scim',
    p_name text default null)
  returns text language plpgsql as $$
declare
  -- 244 random bits from the server's cryptographic source; the prefix is for secret scanners.
  raw text := case p_purpose when 'scim' then 'rlscim_' when 'reports' then 'rlreport_' else 'rlactivity_' end
    || replace(gen_random_uuid()::text || gen_random_uuid()::text, '-', '');
  replaced boolean;
begin
  perform set_config('provisioning.tenant', p_tenant::text, true);
  -- Two transactions at the same time must not leave two current tokens.
  perform pg_advisory_xact_lock(hashtextextended('api_token ' || p_tenant, 0));
  if p_overlap > interval '0' then
    update provisioning.api_token set revoked_at = now()
      where tenant_id = p_tenant and purpose = p_purpose and revoked_at is null and superseded_at is not null;
    update provisioning.api_token set superseded_at = now(), expires_at = least(expires_at, now() + p_overlap)
      where tenant_id = p_tenant and purpose = p_purpose and revoked_at is null;
  else
    update provisioning.api_token set revoked_at = now() where tenant_id = p_tenant and purpose = p_purpose and revoked_at is null;
  end if;
  replaced := found;
  insert into provisioning.api_token (tenant_id, id, digest, last_four, name, created_by, expires_at, purpose)
    values (p_tenant, gen_random_uuid(), sha256(convert_to(raw, 'UTF8')), right(raw, 4), p_name, p_created_by, now() + p_lifetime, p_purpose);
  insert into provisioning.activity (tenant_id, actor, action, consequences)
    select p_tenant, p_created_by, case p_purpose when 'scim' then 'token.generated' when 'reports' then 'reportToken.generated' else 'activityToken.generated' end,
        jsonb_agg(jsonb_build_object(c.key, c.arguments) order by c.number)
      from (values
        (1, true, 'TOKEN_ENDS_WITH', jsonb_build_array(right(raw, 4))),
        (2, replaced and p_overlap > interval '0', 'PREVIOUS_TOKEN_EXPIRES',
          jsonb_build_array(to_char((now() + p_overlap) at time zone 'UTC', 'YYYY-MM-DD HH24:MI'))),
        (3, replaced and (p_overlap > interval '0') is not true, 'PREVIOUS_TOKEN_REVOKED', '[]'),
        (4, p_lifetime is not null, 'TOKEN_EXPIRES',
          jsonb_build_array(to_char((now() + p_lifetime) at time zone 'UTC', 'YYYY-MM-DD HH24:MI')))) c (number, applies, key, arguments)
      where c.applies;
  return raw;
end
$$;

create or replace function provisioning.revoke_api_token(p_tenant uuid, p_revoked_by text, p_purpose text default 'scim')
  returns boolean language plpgsql as $$
begin
  perform set_config('provisioning.tenant', p_tenant::text, true);
  update provisioning.api_token set revoked_at = now() where tenant_id = p_tenant and purpose = p_purpose and revoked_at is null;
  if not found then
    return false;
  end if;
  insert into provisioning.activity (tenant_id, actor, action)
    values (p_tenant, p_revoked_by, case p_purpose when 'scim' then 'token.revoked' when 'reports' then 'reportToken.revoked'
      else 'activityToken.revoked' end);
  return true;
end
$$;

-- R__03_users.sql ----

-- changed_at follows the version, for users and roles, and never goes backwards.
create or replace function provisioning.set_changed_at() returns trigger language plpgsql as $$
begin
  new.changed_at := greatest(old.changed_at, clock_timestamp());
  return new;
end
$$;
create or replace trigger user_changed before update on provisioning.scim_user
  for each row when (old.version is distinct from new.version) execute function provisioning.set_changed_at();
create or replace trigger role_changed before update on provisioning.role
  for each row when (old.version is distinct from new.version) execute function provisioning.set_changed_at();

-- user_email follows the keys of the user.
create or replace function provisioning.sync_user_emails() returns trigger language plpgsql as $$
begin
  if tg_op = 'UPDATE' then
    delete from provisioning.user_email where tenant_id = new.tenant_id and user_id = new.id;
  end if;
  insert into provisioning.user_email (tenant_id, user_id, position, value_key, keys)
    select new.tenant_id, new.id, position - 1, element ->> 'value', element
      from jsonb_array_elements(new.keys -> 'emails') with ordinality elements (element, position);
  return null;
end
$$;
create or replace trigger emails_inserted after insert on provisioning.scim_user
  for each row when (new.keys ? 'emails') execute function provisioning.sync_user_emails();
create or replace trigger emails_updated after update of keys on provisioning.scim_user
  for each row when (old.keys -> 'emails' is distinct from new.keys -> 'emails') execute function provisioning.sync_user_emails();

-- manager_pending_since follows the manager reference and its resolution.
create or replace function provisioning.set_manager_pending_since() returns trigger language plpgsql as $$
begin
  new.manager_pending_since := case when new.manager_id is null and new.manager_reference is not null then clock_timestamp() end;
  return new;
end
$$;
create or replace trigger user_manager_pending_inserted before insert on provisioning.scim_user
  for each row when (new.manager_id is null and new.manager_reference is not null)
  execute function provisioning.set_manager_pending_since();
create or replace trigger user_manager_pending_updated before update of manager_id, manager_reference on provisioning.scim_user
  for each row when (old.manager_id is distinct from new.manager_id or old.manager_reference is distinct from new.manager_reference)
  execute function provisioning.set_manager_pending_since();

-- Replaces the rows of one total by their sum. Skips rows that another transaction has locked, so it never waits.
create or replace function provisioning.fold_resource_total(p_tenant uuid, p_resource_type text) returns void language sql volatile as $$
  with folded as (
    delete from provisioning.resource_total where ctid = any (array(
      select t.ctid from provisioning.resource_total t where t.tenant_id = p_tenant and t.resource_type = p_resource_type for update skip locked))
    returning amount)
  insert into provisioning.resource_total (tenant_id, resource_type, amount)
    select p_tenant, p_resource_type, sum(amount) from folded having count(*) > 0
$$;

-- Once for each statement, so that a statement which writes thousands of rows appends one.
create or replace function provisioning.update_resource_totals() returns trigger language plpgsql as $$
begin
  insert into provisioning.resource_total (tenant_id, resource_type, amount)
    select c.tenant_id, tg_argv[0], case tg_op when 'INSERT' then count(*) else -count(*) end from changed c group by c.tenant_id;
  if random() < 0.01 then
    perform provisioning.fold_resource_total(t.tenant_id, tg_argv[0]) from (select distinct c.tenant_id from changed c) t;
  end if;
  return null;
end
$$;
create or replace trigger users_inserted after insert on provisioning.scim_user referencing new table as changed
  for each statement execute function provisioning.update_resource_totals('User');
create or replace trigger users_deleted after delete on provisioning.scim_user referencing old table as changed
  for each statement execute function provisioning.update_resource_totals('User');
create or replace trigger roles_inserted after insert on provisioning.role referencing new table as changed
  for each statement execute function provisioning.update_resource_totals('Group');
create or replace trigger roles_deleted after delete on provisioning.role referencing old table as changed
  for each statement execute function provisioning.update_resource_totals('Group');

-- The id at an offset of the list order, from the index alone and from the nearer end. The planner would sort the table for a deep offset.
create or replace function provisioning.user_id_at_offset(p_tenant uuid, p_offset bigint, p_total bigint) returns uuid
  language sql stable set enable_seqscan = off set enable_sort = off set enable_bitmapscan = off
  return case
    when p_offset >= p_total then null
    when p_offset <= p_total / 2
      then (select id from provisioning.scim_user where tenant_id = p_tenant order by id offset p_offset limit 1)
    else (select id from provisioning.scim_user where tenant_id = p_tenant order by id desc offset p_total - 1 - p_offset limit 1)
  end;

create or replace function provisioning.role_id_at_offset(p_tenant uuid, p_offset bigint, p_total bigint) returns uuid
  language sql stable set enable_seqscan = off set enable_sort = off set enable_bitmapscan = off
  return case
    when p_offset >= p_total then null
    when p_offset <= p_total / 2
      then (select id from provisioning.role where tenant_id = p_tenant order by id offset p_offset limit 1)
    else (select id from provisioning.role where tenant_id = p_tenant order by id desc offset p_total - 1 - p_offset limit 1)
  end;

-- The permissions of an active user, by all roles; no rows for anybody else.
create or replace function provisioning.permissions_of(p_tenant uuid, p_user uuid) returns setof text language sql stable as $$
  select distinct p.permission
    from provisioning.scim_user u
    join provisioning.role_member m on m.tenant_id = u.tenant_id and m.user_id = u.id
    join provisioning.role_permission p on p.tenant_id = m.tenant_id and p.role_id = m.role_id
    where u.tenant_id = p_tenant and u.id = p_user and u.active
$$;

-- R__04_locks.sql ----

-- Locks are taken in one order (ADR 20): names, users by id, roles by id, the administrators of the tenant. A transaction that needs a lock
-- which comes before one that it holds does not wait. It learns that the lock is busy, ends, and starts again with that lock as its first.

-- Locks names that the transaction will take or release, as numbers that Java computes.
create or replace function provisioning.lock_names(p_tenant uuid, p_names int[]) returns boolean language plpgsql as $$
declare
  name int;
begin
  foreach name in array p_names loop
    perform pg_advisory_xact_lock(hashtext('names ' || p_tenant), name);
  end loop;
  return true;
end
$$;

-- The same without waiting. Returns the names that another transaction holds.
create or replace function provisioning.try_lock_names(p_tenant uuid, p_names int[]) returns int[] language sql volatile as $$
  select array(select n from unnest(p_names) n where not pg_try_advisory_xact_lock(hashtext('names ' || p_tenant), n))
$$;

-- The highest id of a user whose row this transaction has locked.
create or replace function provisioning.last_locked_user() returns uuid language sql stable
  return coalesce(nullif(current_setting('provisioning.locked_user', true), ''), '00000000-0000-0000-0000-000000000000')::uuid;

create or replace function provisioning.set_last_locked_user(p_user uuid) returns text language sql volatile
  return set_config('provisioning.locked_user', greatest(provisioning.last_locked_user(), p_user)::text, true);

-- Locks users for writing. Waits only for users after the last one that the transaction holds. Returns the users before it that another
-- transaction holds; if there are any, none after it is locked.
create or replace function provisioning.lock_users(p_tenant uuid, p_ids uuid[]) returns uuid[] language plpgsql as $$
declare
  held constant uuid := provisioning.last_locked_user();
  free uuid[];
  busy uuid[];
begin
  free := array(select u.id from provisioning.scim_user u where u.tenant_id = p_tenant and u.id = any (p_ids) and u.id <= held
    order by u.id for no key update skip locked);
  busy := array(select u.id from provisioning.scim_user u where u.tenant_id = p_tenant and u.id = any (p_ids) and u.id <= held
    and u.id <> all (free) order by u.id);
  if cardinality(busy) = 0 then
    perform 1 from provisioning.scim_user u where u.tenant_id = p_tenant and u.id = any (p_ids) and u.id > held order by u.id for no key update;
    perform provisioning.set_last_locked_user((select i from unnest(p_ids) i order by i desc limit 1));
  end if;
  return busy;
end
$$;

-- Protects a user that the transaction will refer to from being deleted. False when another transaction is deleting the user and waiting would
-- be against the order.
create or replace function provisioning.protect_user(p_tenant uuid, p_id uuid) returns boolean language plpgsql as $$
begin
  if p_id is null then
    return true;
  end if;
  if p_id > provisioning.last_locked_user() then
    perform 1 from provisioning.scim_user u where u.tenant_id = p_tenant and u.id = p_id for key share;
    perform provisioning.set_last_locked_user(p_id);
    return true;
  end if;
  perform 1 from provisioning.scim_user u where u.tenant_id = p_tenant and u.id = p_id for key share skip locked;
  return found or not exists (select from provisioning.scim_user u where u.tenant_id = p_tenant and u.id = p_id);
end
$$;

-- Plans statements of this transaction once for each connection, by index. A SET clause on each function would cost more (ADR 23).
create or replace function provisioning.use_kept_plans() returns text language sql volatile
  return set_config('plan_cache_mode', 'force_generic_plan', true) || set_config('enable_seqscan', 'off', true);

-- The first statement, after the tenant is named, of a transaction that creates something or starts again: locks names, users to write, and
-- users to refer to.
create or replace function provisioning.lock_in_order(p_tenant uuid, p_names int[], p_users uuid[], p_members uuid[] default '{}')
  returns boolean language plpgsql as $$
begin
  perform provisioning.use_kept_plans(), provisioning.lock_names(p_tenant, p_names);
  if cardinality(p_users) > 0 then
    perform provisioning.lock_users(p_tenant, p_users);
  end if;
  if cardinality(p_members) > 0 then
    perform 1 from provisioning.scim_user u where u.tenant_id = p_tenant and u.id = any (p_members) order by u.id for key share;
  end if;
  return true;
end
$$;

-- Locks a user and returns it. NO KEY UPDATE lets other transactions insert memberships of the user meanwhile, unless the user will be deleted.
-- p_users are users that an earlier attempt found locked.
create or replace function provisioning.lock_user(
    p_tenant uuid, p_id uuid, p_names int[] default '{}', p_users uuid[] default '{}', p_delete boolean default false)
  returns setof provisioning.scim_user language plpgsql as $$
begin
  perform provisioning.lock_in_order(p_tenant, p_names, array(select i from unnest(p_users) i where i < p_id));
  if p_delete then
    perform 1 from provisioning.scim_user u where u.tenant_id = p_tenant and u.id = p_id for update;
  end if;
  return query select u.* from provisioning.scim_user u where u.tenant_id = p_tenant and u.id = p_id for no key update;
  perform provisioning.set_last_locked_user(p_id);
  if cardinality(p_users) > 0 then
    perform provisioning.lock_users(p_tenant, array(select i from unnest(p_users) i where i > p_id));
  end if;
end
$$;

create or replace function provisioning.lock_user_by_external_id(p_tenant uuid, p_key text, p_names int[] default '{}', p_users uuid[] default '{}')
  returns setof provisioning.scim_user language sql volatile as $$
  select u.* from provisioning.lock_user(
    p_tenant, (select h.id from provisioning.scim_user h where h.tenant_id = p_tenant and h.external_id = p_key), p_names, p_users) u
  where u.external_id = p_key
$$;

-- Protects users who may become members from being deleted, then locks the role and returns it.
create or replace function provisioning.lock_role(p_tenant uuid, p_id uuid, p_names int[] default '{}', p_members uuid[] default '{}')
  returns setof provisioning.role language plpgsql as $$
begin
  perform provisioning.lock_in_order(p_tenant, p_names, '{}', p_members);
  return query select r.* from provisioning.role r where r.tenant_id = p_tenant and r.id = p_id for no key update;
end
$$;

-- Whether a user, or a role, holds a permission that at least one user of the tenant must keep. If so, the transaction now holds the tenant's
-- lock of administrators exclusively. If a user does not hold one, the transaction shares that lock: no other transaction gives the user such a
-- permission until this one ends. Null when waiting would be against the order.
create or replace function provisioning.lock_administrators(p_tenant uuid, p_user uuid, p_role uuid, p_guarded text[]) returns boolean
  language plpgsql as $$
declare
  administrators constant bigint := hashtextextended('administrators ' || p_tenant, 0);
  first boolean := true;
begin
  loop
    if exists (select from provisioning.role_permission p where p.tenant_id = p_tenant and p.role_id = p_role and p.permission = any (p_guarded))
      or exists (select from provisioning.role_member m
        join provisioning.role_permission p on p.tenant_id = m.tenant_id and p.role_id = m.role_id and p.permission = any (p_guarded)
        where m.tenant_id = p_tenant and m.user_id = p_user)
    then
      if first then
        perform pg_advisory_xact_lock(administrators);
        return true;
      end if;
      return nullif(pg_try_advisory_xact_lock(administrators), false);
    end if;
    if p_user is null or not first then
      return false;
    end if;
    perform pg_advisory_xact_lock_shared(administrators);
    first := false;
  end loop;
end
$$;

-- R__05_reporting_lines.sql ----

-- A reference names a manager by SCIM id, externalId, employeeNumber, userName or email address. Each tenant configures the order (ADR 9).

-- Without surrounding white space, as Java's String.strip() defines it.
create or replace function provisioning.strip(p_text text) returns text language sql immutable parallel safe
  return btrim(p_text, E'\t\n\u000B\f\r\u001C\u001D\u001E\u001F \u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2008\u2009\u200A\u2028\u2029\u205F\u3000');

-- All users that a reference may mean, with the kind of key that matches. Surrounding blanks do not count, unless an externalId has them.
create or replace function provisioning.manager_candidates(p_tenant uuid, p_reference text, p_key text) returns table (kind text, id uuid)
  language sql stable as $$
  select 'id', u.id from provisioning.scim_user u where u.tenant_id = p_tenant and u.id = provisioning.try_uuid(provisioning.strip(p_reference))
  union all
  select 'externalId', u.id from provisioning.scim_user u
    where u.tenant_id = p_tenant and u.external_id = any (array[p_reference, provisioning.strip(p_reference)])
  union all
  select 'employeeNumber', u.id from provisioning.scim_user u where u.tenant_id = p_tenant and u.employee_number = p_key
  union all
  select 'userName', u.id from provisioning.scim_user u where u.tenant_id = p_tenant and u.user_name_key = p_key
  union all
  select 'email', e.user_id from provisioning.user_email e where e.tenant_id = p_tenant and e.value_key = p_key
$$;

-- The user that a reference means: the only match of the first kind in the order that has a match. manager_id is null when there is no match or
-- several; people is the number of matches of that kind. p_gone is a user who is about to be deleted.
create or replace function provisioning.resolve_manager(
    p_tenant uuid, p_reference text, p_key text, p_order text[], p_gone uuid default null, out manager_id uuid, out people bigint)
  language plpgsql stable as $$
begin
  select case when count(distinct c.id) = 1 then (array_agg(c.id))[1] end, count(distinct c.id) into manager_id, people
  from (
    select k.id, array_position(p_order, k.kind) as place, min(array_position(p_order, k.kind)) over () as best
    from provisioning.manager_candidates(p_tenant, p_reference, p_key) k
    where k.id is distinct from p_gone and k.kind = any (p_order)) c
  where c.place = c.best;
end
$$;

-- Users whose reporting line differs from their reference, which is one of these keys, and the manager that it means; at most p_limit users.
create or replace function provisioning.incorrect_reporting_lines(p_tenant uuid, p_keys text[], p_order text[], p_limit int, p_gone uuid)
  returns table (id uuid, before uuid, after uuid)
  language plpgsql stable set plan_cache_mode = force_generic_plan
  set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off as $$
begin
  return query
  with meant as materialized (
    select r.manager_reference, r.manager_reference_key, m.manager_id
    from (select distinct u.manager_reference, u.manager_reference_key from provisioning.scim_user u
      where u.tenant_id = p_tenant and u.manager_reference_key = any (p_keys)) r
    cross join lateral provisioning.resolve_manager(p_tenant, r.manager_reference, r.manager_reference_key, p_order, p_gone) m)
  select u.id, u.manager_id, m.manager_id
  from meant m
  join provisioning.scim_user u
    on u.tenant_id = p_tenant and u.manager_reference_key = m.manager_reference_key and u.manager_reference = m.manager_reference
  where u.id is distinct from p_gone and u.manager_id is distinct from m.manager_id
  order by u.id limit p_limit;
end
$$;

-- Corrects the reporting lines of at most p_limit users whose reference is one of these keys. Locks only users with an incorrect line and their
-- managers, in the order of their ids (ADR 20). busy lists users that another transaction holds when waiting for them would be against that
-- order; then nothing has changed.
create or replace function provisioning.relink_managers(p_tenant uuid, p_keys text[], p_order text[], p_limit int, p_gone uuid default null)
  returns table (linked bigint, unlinked bigint, moved bigint, busy uuid[])
  language plpgsql set plan_cache_mode = force_generic_plan
  set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off as $$
declare
  lines uuid[];
  locked uuid[];
begin
  linked := 0;
  unlinked := 0;
  moved := 0;
  select array_agg(w.id), array_agg(distinct w.id) || array_agg(distinct w.after) filter (where w.after is not null) into lines, locked
    from provisioning.incorrect_reporting_lines(p_tenant, p_keys, p_order, p_limit, p_gone) w;
  if lines is null then
    return next;
    return;
  end if;
  busy := provisioning.lock_users(p_tenant, locked);
  if cardinality(busy) > 0 then
    return next;
    return;
  end if;
  -- Sees changes that other transactions committed before the rows were locked. The timer links users whose manager changed by that.
  with changed as (
    update provisioning.scim_user u set manager_id = w.after, version = u.version + 1
    from provisioning.incorrect_reporting_lines(p_tenant, p_keys, p_order, p_limit, p_gone) w
    where u.tenant_id = p_tenant and u.id = w.id and w.id = any (lines) and (w.after is null or w.after = any (locked))
    returning w.before, w.after)
  select count(*) filter (where c.before is null), count(*) filter (where c.after is null),
      count(*) filter (where c.before is not null and c.after is not null)
    into linked, unlinked, moved from changed c;
  return next;
end
$$;

-- R__06_resources.sql ----

-- Users and roles with what their documents do not have: the groups of a user, its manager's name, the members of a role. Java composes the
-- representations from these columns (ADR 24); link_ids and link_names are parallel arrays.
drop function if exists provisioning.read_user(uuid, uuid);
drop function if exists provisioning.find_user_by_user_name(uuid, text);
drop function if exists provisioning.find_user_by_external_id(uuid, text);
drop function if exists provisioning.read_role(uuid, uuid, boolean);

drop view if exists provisioning.user_resource;
create view provisioning.user_resource with (security_invoker = true) as
  select u.tenant_id, u.user_name_key, u.external_id,
    u.id, u.version, u.created_at, u.changed_at, u.document, u.manager_id, manager.display_name as manager_name,
    membership.link_ids, membership.link_names, false as too_many_links
  from provisioning.scim_user u
  left join provisioning.scim_user manager on manager.tenant_id = u.tenant_id and manager.id = u.manager_id
  left join lateral (
    select array_agg(r.id order by r.id) as link_ids, array_agg(r.display_name order by r.id) as link_names
      from provisioning.role_member m join provisioning.role r on r.tenant_id = m.tenant_id and r.id = m.role_id
      where m.tenant_id = u.tenant_id and m.user_id = u.id) membership on true;
grant select on provisioning.user_resource to provisioning_app;

-- A role without its members.
drop view if exists provisioning.role_resource;
create view provisioning.role_resource with (security_invoker = true) as
  select r.tenant_id,
    r.id, r.version, r.created_at, r.changed_at, r.document, null::uuid as manager_id, null::text as manager_name,
    null::uuid[] as link_ids, null::text[] as link_names, false as too_many_links
  from provisioning.role r;
grant select on provisioning.role_resource to provisioning_app;

-- A role with its members, unless they need more than 2 MiB of JSON: 190 bytes each, and the name, which is cut to 256
-- characters, so that the number of members limits the size of a group.
drop view if exists provisioning.role_with_members;
create view provisioning.role_with_members with (security_invoker = true) as
  select r.tenant_id,
    r.id, r.version, r.created_at, r.changed_at, r.document, null::uuid as manager_id, null::text as manager_name,
    case when member.size <= 2097152 then member.link_ids end as link_ids,
    case when member.size <= 2097152 then member.link_names end as link_names,
    coalesce(member.size > 2097152, false) as too_many_links
  from provisioning.role r
  left join lateral (
    select array_agg(u.id order by u.id) as link_ids, array_agg(u.member_name order by u.id) as link_names,
        sum(190 + octet_length(u.member_name)) as size
      from provisioning.role_member m join provisioning.scim_user u on u.tenant_id = m.tenant_id and u.id = m.user_id
      where m.tenant_id = r.tenant_id and m.role_id = r.id) member on true;
grant select on provisioning.role_with_members to provisioning_app;

-- Frequent reads: one statement that names the tenant and returns the row, instead of a transaction of several round trips (ADR 24). The
-- functions have the caller's rights, so row security applies. They ask for generic plans in the same call: a SET clause costs more, and by
-- itself PostgreSQL keeps planning each call anew.
create function provisioning.read_user(p_tenant uuid, p_id uuid) returns setof provisioning.user_resource language plpgsql as $$
begin
  perform set_config('provisioning.tenant', p_tenant::text, true), set_config('plan_cache_mode', 'force_generic_plan', true);
  return query select * from provisioning.user_resource u where u.tenant_id = p_tenant and u.id = p_id;
end
$$;

create function provisioning.find_user_by_user_name(p_tenant uuid, p_key text) returns setof provisioning.user_resource language plpgsql as $$
begin
  perform set_config('provisioning.tenant', p_tenant::text, true), set_config('plan_cache_mode', 'force_generic_plan', true);
  return query select * from provisioning.user_resource u where u.tenant_id = p_tenant and u.user_name_key = p_key;
end
$$;

create function provisioning.find_user_by_external_id(p_tenant uuid, p_key text) returns setof provisioning.user_resource language plpgsql as $$
begin
  perform set_config('provisioning.tenant', p_tenant::text, true), set_config('plan_cache_mode', 'force_generic_plan', true);
  return query select * from provisioning.user_resource u where u.tenant_id = p_tenant and u.external_id = p_key;
end
$$;

create function provisioning.read_role(p_tenant uuid, p_id uuid, p_with_members boolean) returns setof provisioning.role_resource language plpgsql as $$
begin
  perform set_config('provisioning.tenant', p_tenant::text, true), set_config('plan_cache_mode', 'force_generic_plan', true);
  if p_with_members then
    return query select * from provisioning.role_with_members r where r.tenant_id = p_tenant and r.id = p_id;
  else
    return query select * from provisioning.role_resource r where r.tenant_id = p_tenant and r.id = p_id;
  end if;
end
$$;

-- R__07_activity.sql ----

-- Changes of manager, team and roles -----------------------------------------------------------------------------------------------

-- Who causes the changes of this transaction; ops when the transaction does not say so.
create or replace function provisioning.change_source() returns text language sql stable
  return coalesce(nullif(current_setting('provisioning.source', true), ''), 'ops');

create or replace function provisioning.record_assignment_change() returns trigger language plpgsql as $$
begin
  if old.manager_id is distinct from new.manager_id then
    insert into provisioning.assignment_change (tenant_id, user_id, kind, before_id, after_id, source)
      values (new.tenant_id, new.id, 'manager', old.manager_id, new.manager_id, provisioning.change_source());
  end if;
  if old.team_id is distinct from new.team_id then
    insert into provisioning.assignment_change (tenant_id, user_id, kind, before_id, after_id, source)
      values (new.tenant_id, new.id, 'team', old.team_id, new.team_id, provisioning.change_source());
  end if;
  return null;
end
$$;
create or replace trigger user_assignment_changed after update of manager_id, team_id on provisioning.scim_user
  for each row when (old.manager_id is distinct from new.manager_id or old.team_id is distinct from new.team_id)
  execute function provisioning.record_assignment_change();

create or replace function provisioning.record_role_assignments() returns trigger language plpgsql as $$
begin
  insert into provisioning.assignment_change (tenant_id, user_id, kind, before_id, after_id, source)
    select tenant_id, user_id, 'role', case tg_op when 'DELETE' then role_id end, case tg_op when 'INSERT' then role_id end, provisioning.change_source()
      from changed;
  return null;
end
$$;
create or replace trigger members_inserted after insert on provisioning.role_member referencing new table as changed
  for each statement execute function provisioning.record_role_assignments();
create or replace trigger members_deleted after delete on provisioning.role_member referencing old table as changed
  for each statement execute function provisioning.record_role_assignments();

-- Retention and erasure -----------------------------------------------------------------------------------------------------------
-- These functions have the rights of their owner and check the tenant and the due date themselves.

-- The smallest id that time_ordered_id() can make at a time: all older rows have a smaller id.
create or replace function provisioning.first_id_at(p_time timestamptz) returns uuid language sql immutable parallel safe
  return (lpad(to_hex(greatest(0, floor(extract(epoch from p_time) * 1000))::bigint), 12, '0') || '70008000000000000000')::uuid;

-- Deletes up to p_limit rows of the activity that are older than the tenant's retention, and returns how many. Ids grow with time: the oldest
-- rows come first in the primary key, so no index on the time is needed.
create or replace function provisioning.prune_activity(p_tenant uuid, p_limit int) returns int
  language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  kept_from timestamptz;
  deleted int;
begin
  perform provisioning.require_tenant(p_tenant);
  select now() - activity_retention into kept_from from provisioning.tenant
    where tenant_id = p_tenant and provisioning.is_retention_in_force(suspended_at);
  delete from provisioning.activity where tenant_id = p_tenant and id in (
    select id from provisioning.activity
      where tenant_id = p_tenant and id < provisioning.first_id_at(kept_from) and at < kept_from order by id limit p_limit);
  get diagnostics deleted = row_count;
  return deleted;
end
$$;
revoke all on function provisioning.prune_activity(uuid, int) from public;
grant execute on function provisioning.prune_activity(uuid, int) to provisioning_app;

-- The same for changes of manager, team and roles.
create or replace function provisioning.prune_assignment_changes(p_tenant uuid, p_limit int) returns int
  language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  kept_from timestamptz;
  deleted int;
begin
  perform provisioning.require_tenant(p_tenant);
  select now() - activity_retention into kept_from from provisioning.tenant
    where tenant_id = p_tenant and provisioning.is_retention_in_force(suspended_at);
  delete from provisioning.assignment_change where tenant_id = p_tenant and id in (
    select id from provisioning.assignment_change
      where tenant_id = p_tenant and id < provisioning.first_id_at(kept_from) and at < kept_from order by id limit p_limit);
  get diagnostics deleted = row_count;
  return deleted;
end
$$;
revoke all on function provisioning.prune_assignment_changes(uuid, int) from public;
grant execute on function provisioning.prune_assignment_changes(uuid, int) to provisioning_app;

-- The next users to erase, in the order of their deletion, locked until the transaction ends. Skips users that another node is erasing.
create or replace function provisioning.users_to_erase(p_tenant uuid, p_limit int) returns setof uuid
  language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  deleted_before timestamptz;
begin
  perform provisioning.require_tenant(p_tenant);
  select now() - erase_deleted_after into deleted_before from provisioning.tenant
    where tenant_id = p_tenant and provisioning.is_retention_in_force(suspended_at);
  return query
    select d.id from provisioning.deleted_user d
      where d.tenant_id = p_tenant and d.erased_at is null and d.deleted_at < deleted_before
      order by d.deleted_at limit p_limit for update skip locked;
end
$$;
revoke all on function provisioning.users_to_erase(uuid, int) from public;
grant execute on function provisioning.users_to_erase(uuid, int) to provisioning_app;

-- Removes the names of deleted users from everything that is kept: empties the document and anonymizes rows of the activity. The only function
-- that changes the activity. It rejects users who are not due. It accepts names only for rows where a name may have been sent by mistake:
--   p_names         names of the users as they were written, as the actor in the console
--   p_refused_names the same in rejected requests about users
--   p_conflicts     details of requests that were rejected because the name was taken
--   p_sent_as_ids   names sent in place of an id, in rejected requests
--   p_members       names sent in place of the id of a group's member
create or replace function provisioning.erase_users(
    p_tenant uuid, p_users uuid[], p_names text[], p_refused_names text[], p_conflicts text[], p_sent_as_ids text[],
    p_members text[])
  returns void language plpgsql security definer set search_path = pg_catalog, pg_temp set plan_cache_mode = force_custom_plan as $$
declare
  ids text[] := p_users::text[];
begin
  perform provisioning.require_tenant(p_tenant);
  if not coalesce(cardinality(p_users) > 0
      and cardinality(p_users) = (select count(*) from provisioning.deleted_user d join provisioning.tenant t on t.tenant_id = d.tenant_id
        where d.tenant_id = p_tenant and d.id = any (p_users) and d.erased_at is null and d.deleted_at < now() - t.erase_deleted_after
          and provisioning.is_retention_in_force(t.suspended_at)), false) then
    raise exception 'Not all of these users are due for erasure.' using errcode = 'insufficient_privilege';
  end if;
  update provisioning.activity set resource_name = null, changed_values = null, detail = null
    where tenant_id = p_tenant and resource_id = any (ids) and resource_type = 'User';
  update provisioning.activity set resource_name = null, changed_values = null, detail = null
    where tenant_id = p_tenant and status >= 400 and resource_type = 'User' and resource_name = any (p_refused_names);
  update provisioning.activity set changed_values = null, detail = null
    where tenant_id = p_tenant and status = 409 and scim_type = 'uniqueness' and detail = any (p_conflicts);
  update provisioning.activity set resource_name = null, changed_values = null, detail = null, resource_id = null, path = '/Users/…'
    where tenant_id = p_tenant and status >= 400 and resource_type = 'User' and resource_id = any (p_sent_as_ids)
      and provisioning.try_uuid(resource_id) is null;
  update provisioning.activity
    set tolerances = jsonb_set(tolerances, '{UNKNOWN_MEMBER_SKIPPED}', (tolerances -> 'UNKNOWN_MEMBER_SKIPPED') - p_members)
    where tenant_id = p_tenant and tolerances -> 'UNKNOWN_MEMBER_SKIPPED' is not null
      and jsonb_exists_any(tolerances -> 'UNKNOWN_MEMBER_SKIPPED', p_members);
  update provisioning.activity set actor = 'unknown', client = null, source = null
    where tenant_id = p_tenant and actor_kind = 'person' and (actor_id = any (p_users) or actor_id is null and actor = any (p_names));
  update provisioning.api_token set created_by = 'somebody'
    where tenant_id = p_tenant
      and (created_by_id = any (p_users) or created_by_id is null and created_by <> 'ops' and created_by = any (p_names));
  update provisioning.password_link set created_by = 'somebody'
    where tenant_id = p_tenant
      and (created_by_id = any (p_users) or created_by_id is null and created_by <> 'ops' and created_by = any (p_names));
  -- What an administrator wrote about a finding may contain a name.
  update provisioning.ignored_finding set reason = '…'
    where tenant_id = p_tenant and exists (select from unnest(p_names) n where strpos(lower(reason), lower(n)) > 0);
  update provisioning.deleted_user set document = '{}', user_name = null, user_name_key = null, external_id = null, erased_at = clock_timestamp()
    where tenant_id = p_tenant and id = any (p_users);
end
$$;
revoke all on function provisioning.erase_users(uuid, uuid[], text[], text[], text[], text[], text[]) from public;
grant execute on function provisioning.erase_users(uuid, uuid[], text[], text[], text[], text[], text[]) to provisioning_app;

-- R__08_console.sql ----

-- sign_in_key follows the password: the userName that the user signs in with.
create or replace function provisioning.set_sign_in_key() returns trigger language plpgsql as $$
begin
  new.sign_in_key := (select user_name_key from provisioning.scim_user where tenant_id = new.tenant_id and id = new.user_id);
  return new;
end
$$;
create or replace trigger sign_in_key_set before insert or update of password_hash on provisioning.credential
  for each row execute function provisioning.set_sign_in_key();

-- Creates a link with which a user sets a password: once, within 24 hours. A previous unused link expires. Returns the secret part of the link.
create or replace function provisioning.make_password_link(p_tenant uuid, p_user uuid, p_created_by text) returns text language plpgsql as $$
declare
  raw text := 'rllink_' || replace(gen_random_uuid()::text || gen_random_uuid()::text, '-', '');
  user_name text;
begin
  perform set_config('provisioning.tenant', p_tenant::text, true);
  select u.user_name into user_name from provisioning.scim_user u
    where u.tenant_id = p_tenant and u.id = p_user and u.active for key share;
  if not found then
    raise exception 'There is no such active user.';
  end if;
  update provisioning.password_link set expires_at = now()
    where tenant_id = p_tenant and user_id = p_user and used_at is null and expires_at > now();
  insert into provisioning.password_link (tenant_id, id, user_id, digest, created_by, expires_at)
    values (p_tenant, gen_random_uuid(), p_user, sha256(convert_to(raw, 'UTF8')), p_created_by, now() + interval '24 hours');
  insert into provisioning.activity (tenant_id, actor, action, resource_type, resource_id, resource_name)
    values (p_tenant, p_created_by, 'password.link_created', 'User', p_user::text, user_name);
  return raw;
end
$$;

-- The operator's command for the first administrator of a tenant, and for one who forgot the password. Append the result to the address of the
-- tenant:
--
--   select provisioning.password_link('acme', 'admin@example.com');   →   /set-password#rllink_…
create or replace function provisioning.password_link(p_subdomain text, p_user_name text) returns text language plpgsql as $$
declare
  tenant uuid;
  user_id uuid;
begin
  select tenant_id into tenant from provisioning.tenant where subdomain = p_subdomain;
  if not found then
    raise exception 'There is no tenant "%".', p_subdomain;
  end if;
  perform set_config('provisioning.tenant', tenant::text, true);
  -- As Java computes keys, independent of the locale of the database.
  select id into user_id from provisioning.scim_user
    where tenant_id = tenant and user_name_key = normalize(lower(normalize(p_user_name, NFC) collate "und-x-icu"), NFC) and active;
  if not found then
    raise exception 'Tenant "%" has no active user with userName "%".', p_subdomain, p_user_name;
  end if;
  return '/set-password#' || provisioning.make_password_link(tenant, user_id, 'ops');
end
$$;
-- Requests create links only by id.
revoke all on function provisioning.password_link(text, text) from public;

-- The session of a cookie, with the current permissions of its user; no row when it has expired, was idle too long, or its user is not active.
-- Records the visit once a minute, unless the page polls by itself.
create or replace function provisioning.read_session(p_tenant uuid, p_digest bytea, p_idle interval, p_visit boolean)
  returns table (id uuid, user_id uuid, user_name text, display_name text, permissions text[], new_links boolean)
  language plpgsql set plan_cache_mode = force_generic_plan as $$
begin
  if p_visit and current_setting('transaction_read_only') = 'off' then
    update provisioning.console_session s set last_seen_at = now()
      where s.tenant_id = p_tenant and s.digest = p_digest and s.expires_at > now()
        and s.last_seen_at between now() - p_idle and now() - interval '1 minute';
  end if;
  return query
    select s.id, u.id, u.user_name, u.display_name,
        array(select distinct p.permission
          from provisioning.role_member m
          join provisioning.role_permission p on p.tenant_id = m.tenant_id and p.role_id = m.role_id
          where m.tenant_id = s.tenant_id and m.user_id = s.user_id),
        -- Password links of the last 30 days that were acknowledged neither in this session nor in this browser.
        exists (select from provisioning.password_link l
          where l.tenant_id = s.tenant_id and l.user_id = s.user_id
            and l.created_at > greatest(now() - interval '30 days', s.links_seen_at, b.links_seen_at)
            and l.used_browser_id is distinct from coalesce(s.browser_id, s.id))
      from provisioning.console_session s
      join provisioning.scim_user u on u.tenant_id = s.tenant_id and u.id = s.user_id and u.active
      left join provisioning.known_browser b on b.tenant_id = s.tenant_id and b.id = s.browser_id
      where s.tenant_id = p_tenant and s.digest = p_digest and s.expires_at > now() and s.last_seen_at > now() - p_idle;
end
$$;

-- Deactivating a user ends all sessions, unused password links and known browsers, also after a reactivation. When an inactive user, or one who
-- becomes inactive, gets another userName, the account may go to another person: the password is deleted.
create or replace function provisioning.revoke_access() returns trigger language plpgsql as $$
begin
  delete from provisioning.console_session where tenant_id = new.tenant_id and user_id = new.id;
  delete from provisioning.known_browser where tenant_id = new.tenant_id and user_id = new.id;
  delete from provisioning.password_link where tenant_id = new.tenant_id and user_id = new.id and used_at is null;
  if old.user_name_key is distinct from new.user_name_key then
    delete from provisioning.credential where tenant_id = new.tenant_id and user_id = new.id;
  end if;
  return null;
end
$$;
create or replace trigger user_access_revoked after update on provisioning.scim_user
  for each row when (old.active and not new.active
    or not old.active and old.user_name_key is distinct from new.user_name_key)
  execute function provisioning.revoke_access();

-- Flyway's history ----

create table provisioning.flyway_schema_history (
  installed_rank int not null constraint flyway_schema_history_pk primary key,
  version varchar(50),
  description varchar(200) not null,
  type varchar(20) not null,
  script varchar(1000) not null,
  checksum int,
  installed_by varchar(100) not null,
  installed_on timestamp not null default now(),
  execution_time int not null,
  success boolean not null
);
create index flyway_schema_history_s_idx on provisioning.flyway_schema_history (success);
insert into provisioning.flyway_schema_history (installed_rank, version, description, type, script, checksum, installed_by, installed_on, execution_time, success) values
('0', NULL, '<< Flyway Schema Creation >>', 'SCHEMA', '"provisioning"', NULL, 'provisioning_migrator', '2026-11-29 08:36:52.14293', '0', 'true'),
('1', '1.1', 'tenants and tokens', 'SQL', 'V1_1__tenants_and_tokens.sql', '506391480', 'provisioning_migrator', '2026-11-29 08:36:52.205216', '35', 'true'),
('2', '1.2', 'users and teams', 'SQL', 'V1_2__users_and_teams.sql', '-1152224505', 'provisioning_migrator', '2026-11-29 08:36:52.297099', '38', 'true'),
('3', '1.3', 'roles', 'SQL', 'V1_3__roles.sql', '445428655', 'provisioning_migrator', '2026-11-29 08:36:52.360933', '16', 'true'),
('4', '1.4', 'activity', 'SQL', 'V1_4__activity.sql', '-1145755008', 'provisioning_migrator', '2026-11-29 08:36:52.415547', '26', 'true'),
('5', '1.5', 'console', 'SQL', 'V1_5__console.sql', '-1641809799', 'provisioning_migrator', '2026-11-29 08:36:52.469293', '26', 'true'),
('6', '1.6', 'reports', 'SQL', 'V1_6__reports.sql', '-1372941629', 'provisioning_migrator', '2026-11-29 08:36:52.515495', '12', 'true'),
('7', '1.7', 'row security', 'SQL', 'V1_7__row_security.sql', '-1739548268', 'provisioning_migrator', '2026-11-29 08:36:52.542482', '32', 'true'),
('8', NULL, '01 tenants', 'SQL', 'R__01_tenants.sql', '-1686066279', 'provisioning_migrator', '2026-11-29 08:36:52.597477', '49', 'true'),
('9', NULL, '02 tokens', 'SQL', 'R__02_tokens.sql', '-2017457204', 'provisioning_migrator', '2026-11-29 08:36:52.676537', '13', 'true'),
('10', NULL, '03 users', 'SQL', 'R__03_users.sql', '-46397841', 'provisioning_migrator', '2026-11-29 08:36:52.717331', '23', 'true'),
('11', NULL, '04 locks', 'SQL', 'R__04_locks.sql', '-544130341', 'provisioning_migrator', '2026-11-29 08:36:52.761181', '17', 'true'),
('12', NULL, '05 reporting lines', 'SQL', 'R__05_reporting_lines.sql', '508206441', 'provisioning_migrator', '2026-11-29 08:36:52.790712', '15', 'true'),
('13', NULL, '06 resources', 'SQL', 'R__06_resources.sql', '790120747', 'provisioning_migrator', '2026-11-29 08:36:52.830028', '33', 'true'),
('14', NULL, '07 activity', 'SQL', 'R__07_activity.sql', '1977635061', 'provisioning_migrator', '2026-11-29 08:36:52.879955', '20', 'true'),
('15', NULL, '08 console', 'SQL', 'R__08_console.sql', '-61477730', 'provisioning_migrator', '2026-11-29 08:36:52.920551', '18', 'true');
