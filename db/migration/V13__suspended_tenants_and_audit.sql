-- Tenants that no running node lists are suspended, and lose nothing before a grace period is over. What happened is recorded for good: the
-- login that requests use can neither change nor delete it (ADR 22).

-- Running nodes -------------------------------------------------------------------------------------------------------------------

-- One row for each node, written at its start and every few seconds by its timer. All times are the database's.
create table provisioning.node (
  node_id uuid primary key,
  -- For the log: host and process.
  name text not null,
  tenants uuid[] not null,
  -- The tenants' subdomains as the node knows them, in the same order.
  subdomains text[] not null,
  removed_tenant_grace interval not null,
  started_at timestamptz not null default clock_timestamp(),
  seen_at timestamptz not null default clock_timestamp()
);

-- Nodes that were seen within a minute: they have written four times since then.
create view provisioning.running_node as
  select * from provisioning.node where seen_at > clock_timestamp() - interval '1 minute';

-- Whether the tenant's retention deletes and anonymises anything: always while it is listed; when it is suspended, after the longest grace period
-- that a running node is configured with. The answer is no while no node runs.
create function provisioning.is_retention_in_force(p_suspended_at timestamptz) returns boolean language sql volatile
  return p_suspended_at is null
    or coalesce(p_suspended_at + (select max(removed_tenant_grace) from provisioning.running_node) <= clock_timestamp(), false);

-- A node says that it runs and which tenants it lists: resumes those of them that are suspended, suspends those that no running node lists, and
-- answers what the node's log has to say:
--   resumed         a tenant; since: when it was suspended; number: users that were anonymised since then
--   suspended       a tenant; until: the end of the grace period; retained: whether that is still to come
--   only elsewhere  a running node that lists tenants which this one does not; subdomain: some of them; number: how many
--   only here       the other way round
--   busy            nothing was looked at, because another node does it at this moment
-- Nodes take turns, because each looks at the lists of all, but none waits: its row always says that it runs, however long another node takes.
-- Lists are compared by hashing or sorting: no tenant is looked for in a whole list.
create function provisioning.heartbeat(p_node uuid, p_name text, p_tenants uuid[], p_subdomains text[], p_grace interval)
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
  -- Others see this row when the transaction ends: it may have taken long.
  update provisioning.node set seen_at = clock_timestamp() where node_id = p_node;
end
$$;

-- A node that stops no longer counts, so that its successor need not wait a minute.
create function provisioning.leave(p_node uuid) returns void
  language sql security definer set search_path = pg_catalog, pg_temp as $$
  delete from provisioning.node where node_id = p_node
$$;

-- Append-only history -------------------------------------------------------------------------------------------------------------

-- The application's login inserts lines, but chooses neither their time nor their id.
grant select on provisioning.activity, provisioning.placement_change to provisioning_app;
grant insert (tenant_id, actor_kind, actor, actor_id, action, resource_type, resource_id, resource_name, status, scim_type, detail, changed,
  changed_values, consequences, tolerances, method, path, client, source, token_id, request_id) on provisioning.activity to provisioning_app;
grant insert (tenant_id, user_id, kind, before_id, after_id, source) on provisioning.placement_change to provisioning_app;

-- The functions below have their owner's rights, so row security does not bind them: they ask for the transaction's tenant by themselves.
create function provisioning.require_tenant(p_tenant uuid) returns void language plpgsql stable as $$
begin
  if p_tenant is distinct from provisioning.current_tenant() then
    raise exception 'This transaction is not of the tenant %.', p_tenant using errcode = 'insufficient_privilege';
  end if;
end
$$;

-- Deletes up to p_limit lines of the activity that are older than the tenant's retention; how many. Ids grow with time: the oldest are first in
-- the key, so no index on the time is needed.
create function provisioning.prune_activity(p_tenant uuid, p_limit int) returns int
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

-- The same for changes of manager, team and roles.
create function provisioning.prune_placement_changes(p_tenant uuid, p_limit int) returns int
  language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  kept_from timestamptz;
  deleted int;
begin
  perform provisioning.require_tenant(p_tenant);
  select now() - activity_retention into kept_from from provisioning.tenant
    where tenant_id = p_tenant and provisioning.is_retention_in_force(suspended_at);
  delete from provisioning.placement_change where tenant_id = p_tenant and id in (
    select id from provisioning.placement_change
      where tenant_id = p_tenant and id < provisioning.first_id_at(kept_from) and at < kept_from order by id limit p_limit);
  get diagnostics deleted = row_count;
  return deleted;
end
$$;

-- The next users to erase, the first deleted first, locked until the transaction ends; those that another node is erasing are left out.
create function provisioning.users_to_erase(p_tenant uuid, p_limit int) returns setof uuid
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

-- Takes the names of deleted users out of what is kept: the document is emptied, lines stay but no longer say about whom. The only function that
-- changes the activity. It refuses users who are not due, and then accepts names only in lines where a name may have been sent by mistake:
--   p_names         what the users were called, as it was written: in who did something in the console
--   p_refused_names the same in refused requests about users
--   p_conflicts     details of requests that were refused because the name was taken
--   p_sent_as_ids   the same where an id belongs, in refused requests
--   p_members       the same where the id of a group's member belongs
create function provisioning.erase_users(
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
  update provisioning.activity set detail = null
    where tenant_id = p_tenant and status = 409 and scim_type = 'uniqueness' and detail = any (p_conflicts);
  update provisioning.activity set resource_name = null, changed_values = null, detail = null, resource_id = null, path = '/Users/…'
    where tenant_id = p_tenant and status >= 400 and resource_type = 'User' and resource_id = any (p_sent_as_ids)
      and provisioning.as_id(resource_id) is null;
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
  update provisioning.deleted_user set document = '{}', erased_at = clock_timestamp()
    where tenant_id = p_tenant and id = any (p_users);
end
$$;

do $$
declare
  f regprocedure;
begin
  foreach f in array array['provisioning.heartbeat(uuid,text,uuid[],text[],interval)', 'provisioning.leave(uuid)',
    'provisioning.prune_activity(uuid,int)', 'provisioning.prune_placement_changes(uuid,int)', 'provisioning.users_to_erase(uuid,int)',
    'provisioning.erase_users(uuid,uuid[],text[],text[],text[],text[],text[])']::regprocedure[]
  loop
    execute format('revoke all on function %s from public', f);
    execute format('grant execute on function %s to provisioning_app', f);
  end loop;
  -- Nothing here uses temporary tables, and objects in pg_temp could stand in for others.
  execute format('revoke temporary on database %I from public, provisioning_app', current_database());
end
$$;

-- Checks ---------------------------------------------------------------------------------------------------------------------------

-- For db/checks: true, or an error under a login that row security hides rows from, where a check would find nothing.
create function provisioning.sees_every_row() returns boolean language plpgsql stable as $$
begin
  if row_security_active('provisioning.tenant') then
    raise exception 'Row security hides rows from %. Run this check as provisioning_migrator.', current_user using errcode = 'insufficient_privilege';
  end if;
  return true;
end
$$;
