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
