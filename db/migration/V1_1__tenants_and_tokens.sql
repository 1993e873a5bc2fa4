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
