-- Every table carries tenant_id in every key, and row security that shows one tenant at a time (ADR 2).
-- A transaction names its tenant first: set_config('provisioning.tenant', <uuid>, true). Without it no row is visible.

create function provisioning.current_tenant() returns uuid
  language sql stable parallel safe
  -- After a first use a pooled connection has '' here, not null.
  return nullif(current_setting('provisioning.tenant', true), '')::uuid;

-- The tenant's public base, https://acme.example.com/scim/v2, from which locations and references are made.
create function provisioning.base_url() returns text
  language sql stable parallel safe
  return current_setting('provisioning.base_url', true);

create function provisioning.scim_time(t timestamptz) returns text
  language sql immutable parallel safe
  return to_char(t at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"');

-- A text as an id of ours, null when it is none; ids are case-exact, so only the canonical spelling counts.
create function provisioning.as_id(p_text text) returns uuid language sql immutable parallel safe
  return case when p_text ~ '^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$' then p_text::uuid end;

-- An id of RFC 9562 version 7: 48 bits of milliseconds, 12 bits of the fraction of the millisecond, 62 random bits. Ids that one statement
-- after another makes therefore grow, to the microsecond, without a counter that tenants would share.
create function provisioning.time_ordered_id() returns uuid language plpgsql volatile as $$
declare
  microseconds bigint := extract(epoch from clock_timestamp()) * 1000000;
begin
  return lpad(to_hex(microseconds / 1000), 12, '0') || '7' || lpad(to_hex(microseconds % 1000 * 4096 / 1000), 3, '0')
    || substr(gen_random_uuid()::text, 20);
end
$$;

-- The smallest id that time_ordered_id() can make at a time: what is older has a smaller one.
create function provisioning.first_id_at(p_time timestamptz) returns uuid language sql immutable parallel safe
  return (lpad(to_hex(greatest(0, floor(extract(epoch from p_time) * 1000))::bigint), 12, '0') || '70008000000000000000')::uuid;

-- Tenants ------------------------------------------------------------------------------------------------------------------------

create table provisioning.tenant (
  tenant_id uuid primary key,
  subdomain text not null constraint tenant_subdomain_unique unique,
  -- Subdomains that the tenant had before. Another tenant does not get one of them by accident.
  former_subdomains text[] not null default '{}',
  created_at timestamptz not null default now(),
  -- Since when no running node lists the tenant; null while one does (V13).
  suspended_at timestamptz,
  -- The tenant's own last settings: they stay in force while it is suspended.
  erase_deleted_after interval not null default '720 hours',
  activity_retention interval not null default '2160 hours'
);

create table provisioning.api_token (
  tenant_id uuid not null references provisioning.tenant,
  id uuid not null,
  digest bytea not null,
  last_four text not null,
  created_at timestamptz not null default now(),
  created_by text not null,
  expires_at timestamptz,
  revoked_at timestamptz,
  last_used_at timestamptz,
  last_used_client text,
  last_used_source text,
  primary key (tenant_id, id)
);
-- Not unique: a digest of 256 random bits needs no guard, and every unique key carries the tenant.
create index api_token_digest on provisioning.api_token (digest);

-- Teams, users --------------------------------------------------------------------------------------------------------------------

create table provisioning.team (
  tenant_id uuid not null references provisioning.tenant,
  id uuid not null,
  name text not null,
  name_key text collate "C" not null,
  created_at timestamptz not null default now(),
  primary key (tenant_id, id)
);
-- Unique indexes of names have a condition that always holds: PostgreSQL takes an index without one for a possible target of foreign keys, and
-- a change of its columns would then lock the row against everything that refers to it (ADR 20).
create unique index "team_name_unique" on provisioning.team (tenant_id, name_key) where tenant_id is not null;

-- The document is the truth; keys is its folded copy, made by Java from the document on each write; every other column that
-- stems from the document is generated from keys, and so are the rows of user_email (ADR 3).
create table provisioning.scim_user (
  tenant_id uuid not null references provisioning.tenant,
  id uuid not null,
  document jsonb not null,
  keys jsonb not null,
  version bigint not null,
  created_at timestamptz not null default now(),
  changed_at timestamptz not null default now(),
  team_id uuid,
  manager_id uuid,
  active boolean not null generated always as ((keys ->> 'active')::boolean) stored,
  user_name_key text collate "C" not null generated always as (keys ->> 'userName') stored,
  external_id text collate "C" generated always as (keys ->> 'externalId') stored,
  -- No key is longer than 256 characters, so a longer reference can never resolve and need not fit into an index.
  manager_reference text collate "C" generated always as (
    case
      when length(keys -> 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:manager' ->> 'value') <= 256
        then keys -> 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:manager' ->> 'value'
    end) stored,
  -- Stored, because a join on a function of the reference could use no index under row security.
  manager_reference_id uuid generated always as (
    provisioning.as_id(keys -> 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:manager' ->> 'value')) stored,
  primary key (tenant_id, id),
  constraint "user_team_exists" foreign key (tenant_id, team_id) references provisioning.team,
  constraint "user_manager_exists" foreign key (tenant_id, manager_id) references provisioning.scim_user
    on delete set null (manager_id)
) with (fillfactor = 85);
create unique index "user_userName_unique" on provisioning.scim_user (tenant_id, user_name_key) where tenant_id is not null;
create unique index "user_externalId_unique" on provisioning.scim_user (tenant_id, external_id) where tenant_id is not null;
create index user_pending on provisioning.scim_user (tenant_id, manager_reference) where manager_id is null and manager_reference is not null;
create index user_reports on provisioning.scim_user (tenant_id, manager_id) where manager_id is not null;
create index user_team on provisioning.scim_user (tenant_id, team_id) where team_id is not null;

-- The database keeps the clock: whoever moves the version, moves the time with it, and never backwards.
create function provisioning.note_change() returns trigger language plpgsql as $$
begin
  new.changed_at := greatest(old.changed_at, clock_timestamp());
  return new;
end
$$;
create trigger user_changed before update on provisioning.scim_user
  for each row when (old.version is distinct from new.version) execute function provisioning.note_change();

-- One row for each e-mail address, the one multi-valued attribute that people are looked up by; written by the triggers below, never by
-- hand.
create table provisioning.user_email (
  tenant_id uuid not null,
  user_id uuid not null,
  position int not null,
  value_key text collate "C",
  keys jsonb not null,
  primary key (tenant_id, user_id, position),
  constraint "user_email_user_exists" foreign key (tenant_id, user_id) references provisioning.scim_user on delete cascade
);
-- E-mail addresses are at most 320 characters and so always fit into an index.
create index user_email_value on provisioning.user_email (tenant_id, value_key, user_id);

create function provisioning.index_emails() returns trigger language plpgsql as $$
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
create trigger emails_inserted after insert on provisioning.scim_user
  for each row when (new.keys ? 'emails') execute function provisioning.index_emails();
create trigger emails_updated after update of keys on provisioning.scim_user
  for each row when (old.keys -> 'emails' is distinct from new.keys -> 'emails') execute function provisioning.index_emails();

-- What SCIM deleted: gone for every endpoint, kept as history until erased. Its id is never used again.
create table provisioning.deleted_user (
  tenant_id uuid not null references provisioning.tenant,
  id uuid not null,
  document jsonb not null,
  created_at timestamptz not null,
  deleted_at timestamptz not null default now(),
  primary key (tenant_id, id)
);

-- Roles (SCIM Groups) -------------------------------------------------------------------------------------------------------------

create table provisioning.role (
  tenant_id uuid not null references provisioning.tenant,
  id uuid not null,
  document jsonb not null,
  keys jsonb not null,
  version bigint not null,
  created_at timestamptz not null default now(),
  changed_at timestamptz not null default now(),
  -- Administrator and Learner: linkable by name, neither renamed nor deleted by SCIM (§Dec-16 of the matrix).
  built_in boolean not null default false,
  -- False from the moment a role gets an administrative permission until an admin allows pushes again.
  push_allowed boolean not null default true,
  -- Counts changes of its members, so that each of them moves the version too.
  membership_changes bigint not null default 0,
  -- As filters and lists compare the name, and as people tell names apart: without blanks and case.
  name_key text collate "C" not null generated always as (keys ->> 'displayName') stored,
  unique_name text collate "C" not null generated always as (coalesce(keys ->> 'displayNameKey', keys ->> 'displayName')) stored,
  external_id text collate "C" generated always as (keys ->> 'externalId') stored,
  primary key (tenant_id, id)
) with (fillfactor = 85);
create unique index "role_displayName_unique" on provisioning.role (tenant_id, unique_name) where tenant_id is not null;
create index role_name on provisioning.role (tenant_id, name_key);
-- Hardly ever an entry.
create index role_look_alike on provisioning.role (tenant_id, id) where (keys ->> 'looksLike') is not null;
create unique index "role_externalId_unique" on provisioning.role (tenant_id, external_id) where tenant_id is not null;

create trigger role_changed before update on provisioning.role
  for each row when (old.version is distinct from new.version) execute function provisioning.note_change();

create table provisioning.role_permission (
  tenant_id uuid not null,
  role_id uuid not null,
  permission text not null constraint role_permission_known check (permission in ('MANAGE_INTEGRATIONS', 'MANAGE_ROLES', 'VIEW_REPORTS')),
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
);
create index role_member_user on provisioning.role_member (tenant_id, user_id, role_id);

-- Totals --------------------------------------------------------------------------------------------------------------------------

-- How many users and roles a tenant has, without counting them: the sum of several rows, so that nobody waits for another one's row.
create table provisioning.resource_total (
  tenant_id uuid not null references provisioning.tenant,
  resource_type text not null,
  shard int not null,
  amount bigint not null,
  primary key (tenant_id, resource_type, shard)
) with (fillfactor = 50);

-- Once for a statement: a row updated thousands of times in one transaction would grow slower with each. Takes a row that no other
-- transaction holds, or makes another one: who counts never waits (ADR 20).
create function provisioning.count_resources() returns trigger language plpgsql as $$
declare
  counted record;
begin
  for counted in
    select c.tenant_id, count(*) * case tg_op when 'INSERT' then 1 else -1 end as amount from changed c group by c.tenant_id order by c.tenant_id
  loop
    update provisioning.resource_total t set amount = t.amount + counted.amount
      where t.tenant_id = counted.tenant_id and t.resource_type = tg_argv[0] and t.shard = (
        select s.shard from provisioning.resource_total s where s.tenant_id = counted.tenant_id and s.resource_type = tg_argv[0]
          order by s.shard limit 1 for update skip locked);
    if not found then
      insert into provisioning.resource_total (tenant_id, resource_type, shard, amount)
        values (counted.tenant_id, tg_argv[0], floor(random() * 2147483647)::int, counted.amount);
    end if;
  end loop;
  return null;
end
$$;
create trigger users_counted_in after insert on provisioning.scim_user referencing new table as changed
  for each statement execute function provisioning.count_resources('User');
create trigger users_counted_out after delete on provisioning.scim_user referencing old table as changed
  for each statement execute function provisioning.count_resources('User');
create trigger roles_counted_in after insert on provisioning.role referencing new table as changed
  for each statement execute function provisioning.count_resources('Group');
create trigger roles_counted_out after delete on provisioning.role referencing old table as changed
  for each statement execute function provisioning.count_resources('Group');

-- Activity ------------------------------------------------------------------------------------------------------------------------

-- What came, what we did, what the admin should do. Names of attributes, never their values; never a secret.
create table provisioning.activity (
  tenant_id uuid not null references provisioning.tenant,
  -- A number from one sequence would tell a tenant how much happens in the others.
  id uuid not null default provisioning.time_ordered_id(),
  at timestamptz not null default now(),
  actor text not null,
  action text not null,
  resource_type text,
  resource_id text,
  resource_name text,
  status int,
  scim_type text,
  detail text,
  changed jsonb,
  consequences jsonb,
  tolerances jsonb,
  method text,
  path text,
  client text,
  source text,
  token_id uuid,
  request_id text,
  primary key (tenant_id, id)
);

-- Resources as clients see them ---------------------------------------------------------------------------------------------------

-- A user with everything that is not in its document: id, meta, groups, the manager's link. Text is joined, not parsed: a read passes
-- the document through. Used by every read, so a user looks the same everywhere.
create view provisioning.user_resource with (security_invoker = true) as
  select u.*,
    '{"id":"' || u.id || '","meta":{"resourceType":"User","created":"' || provisioning.scim_time(u.created_at)
      || '","lastModified":"' || provisioning.scim_time(u.changed_at)
      || '","location":"' || provisioning.base_url() || '/Users/' || u.id || '","version":"W/\"' || u.version || '\""},'
      || coalesce((
        select '"groups":[' || string_agg('{"value":"' || r.id || '","$ref":"' || provisioning.base_url() || '/Groups/' || r.id
            || '","display":' || (r.document -> 'displayName')::text || ',"type":"direct"}', ',' order by r.id) || '],'
          from provisioning.role_member m join provisioning.role r on r.tenant_id = m.tenant_id and r.id = m.role_id
          where m.tenant_id = u.tenant_id and m.user_id = u.id), '')
      || substr((case when u.manager_id is null then u.document else (
        select jsonb_set(u.document, '{urn:ietf:params:scim:schemas:extension:enterprise:2.0:User,manager}',
            (u.document #> '{urn:ietf:params:scim:schemas:extension:enterprise:2.0:User,manager}')
            || jsonb_strip_nulls(jsonb_build_object('$ref', provisioning.base_url() || '/Users/' || b.id,
              'displayName', coalesce(b.document ->> 'displayName', b.document -> 'name' ->> 'formatted',
                nullif(concat_ws(' ', b.document -> 'name' ->> 'givenName', b.document -> 'name' ->> 'familyName'), ''),
                b.document ->> 'userName'))))
          from provisioning.scim_user b where b.tenant_id = u.tenant_id and b.id = u.manager_id) end)::text, 2)
      as resource
  from provisioning.scim_user u;

-- The name under which a group shows a member, of a document or of its keys. Cut, so that the size of a group is known by the number of its
-- members alone: 256 characters are at most 1,536 bytes of JSON. Inlined, which is why it is not immutable: concat_ws is not.
create function provisioning.member_name(p_document jsonb) returns text language sql stable parallel safe
  return left(coalesce(p_document ->> 'displayName', p_document -> 'name' ->> 'formatted',
    nullif(concat_ws(' ', p_document -> 'name' ->> 'givenName', p_document -> 'name' ->> 'familyName'), ''), p_document ->> 'userName'), 256);

-- A role as a SCIM Group; members in a column of their own, so that who does not want them does not load them.
create view provisioning.role_resource with (security_invoker = true) as
  select r.*,
    '{"id":"' || r.id || '","meta":{"resourceType":"Group","created":"' || provisioning.scim_time(r.created_at)
      || '","lastModified":"' || provisioning.scim_time(r.changed_at)
      || '","location":"' || provisioning.base_url() || '/Groups/' || r.id || '","version":"W/\"' || r.version || '\""},' as head,
    coalesce((
      select '"members":[' || string_agg('{"value":"' || u.id || '","$ref":"' || provisioning.base_url() || '/Users/' || u.id
          || '","display":' || to_jsonb(provisioning.member_name(u.document))::text || ',"type":"User"}', ',' order by u.id) || '],'
        from provisioning.role_member m join provisioning.scim_user u on u.tenant_id = m.tenant_id and u.id = m.user_id
        where m.tenant_id = r.tenant_id and m.role_id = r.id), '') as members,
    substr(r.document::text, 2) as tail
  from provisioning.role r;
