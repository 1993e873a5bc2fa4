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

-- True while db/tenant loads or deletes all rows of a tenant as they are: then no trigger adds or changes rows. Only for the login of the owner, so
-- that a request cannot avoid the triggers that write the history. Not current_user: foreign keys delete rows as the owner of the tables.
create or replace function provisioning.is_tenant_transfer() returns boolean language sql stable
  return coalesce(current_setting('provisioning.tenant_transfer', true), '') = 'on' and not row_security_active('provisioning.tenant'::regclass)
    and pg_has_role(session_user, 'provisioning_migrator', 'member');

-- Tenants and nodes ---------------------------------------------------------------------------------------------------------------

-- Creates a tenant with its built-in roles and their permissions, or returns the existing one unchanged. Permissions that an administrator
-- removed from a built-in role stay removed. The migrator calls it at start-up; heartbeat() resumes a suspended tenant. The ids of the
-- built-in roles are time-ordered like all others, so the built-in roles come first in a list of groups. The retention of a new tenant is 0 until
-- a start stores its settings: the first settings are then not shorter than what is stored, and are in force at once.
create or replace function provisioning.enable_tenant(p_subdomain text) returns uuid language plpgsql as $$
declare
  tenant uuid;
begin
  insert into provisioning.tenant (tenant_id, subdomain, erase_deleted_after, activity_retention)
    values (gen_random_uuid(), p_subdomain, interval '0', interval '0')
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

-- The retention that is in force: the setting, or the previous, longer one until the same grace period after the setting was shortened.
create or replace function provisioning.retention_in_force(p_setting interval, p_previous interval, p_shortened_at timestamptz)
  returns interval language sql volatile as $$
  select case when p_previous > p_setting and not provisioning.is_retention_in_force(p_shortened_at) then p_previous else p_setting end
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

-- What the administrators of these tenants chose, for the nodes that serve them. Like authenticate() and tenant_metrics(), it reads across tenants.
create or replace function provisioning.chosen_settings(p_tenants uuid[]) returns table (tenant_id uuid, name text, value text)
  language sql security definer set search_path = pg_catalog, pg_temp as $$
  select s.tenant_id, s.name, s.value from provisioning.tenant_setting s where s.tenant_id = any (p_tenants)
$$;
revoke all on function provisioning.chosen_settings(uuid[]) from public;
grant execute on function provisioning.chosen_settings(uuid[]) to provisioning_app;
