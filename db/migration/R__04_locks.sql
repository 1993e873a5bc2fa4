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
