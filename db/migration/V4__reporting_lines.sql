-- A manager may be named by SCIM id, externalId, employeeNumber, userName or e-mail address; each tenant says in which order (design 7).

-- No key is longer than 256 characters, so a longer reference can never resolve and need not fit into an index. valueKey is the reference
-- folded by Java, as userName and the others are.
update provisioning.scim_user set keys = jsonb_set(keys, '{urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:manager,valueKey}',
    to_jsonb(lower(keys -> 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:manager' ->> 'value')))
  where keys -> 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:manager' ? 'value';
alter table provisioning.scim_user
  add column employee_number text collate "C" generated always as (
    case
      when length(keys ->> 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:employeeNumber') <= 256
        then keys ->> 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:employeeNumber'
    end) stored,
  add column manager_reference_key text collate "C" generated always as (
    case
      when length(keys -> 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:manager' ->> 'value') <= 256
        then keys -> 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:manager' ->> 'valueKey'
    end) stored,
  -- Since when the reference leads to nobody; null while it leads to somebody, or there is none.
  add column manager_pending_since timestamptz;
update provisioning.scim_user set manager_pending_since = changed_at where manager_id is null and manager_reference_key is not null;

create function provisioning.note_pending_manager() returns trigger language plpgsql as $$
begin
  new.manager_pending_since := case
    when new.manager_id is null
        and length(new.keys -> 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:manager' ->> 'value') <= 256
      then clock_timestamp() end;
  return new;
end
$$;
create trigger user_waits before insert on provisioning.scim_user
  for each row when (new.manager_id is null and new.keys ? 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:manager')
  execute function provisioning.note_pending_manager();
create trigger user_waits_or_not before update of manager_id, keys on provisioning.scim_user
  for each row when (old.manager_id is distinct from new.manager_id
    or old.keys -> 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:manager'
      is distinct from new.keys -> 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:manager')
  execute function provisioning.note_pending_manager();

create index user_employee_number on provisioning.scim_user (tenant_id, employee_number) where employee_number is not null;
drop index provisioning.user_pending;
create index user_pending on provisioning.scim_user (tenant_id, manager_reference_key) where manager_id is null and manager_reference_key is not null;
create index user_manager_reference on provisioning.scim_user (tenant_id, manager_reference_key) where manager_reference_key is not null;
-- Hardly ever an entry: who has a reference that can mean nobody, without reading the tenant.
create index user_reference_too_long on provisioning.scim_user (tenant_id, id)
  where length(keys -> 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:manager' ->> 'value') > 256;

-- Without the white space around it, which is what Java's String.strip() takes for such.
create function provisioning.stripped(p_text text) returns text language sql immutable parallel safe
  return btrim(p_text, E'\t\n\u000B\f\r\u001C\u001D\u001E\u001F \u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2008\u2009\u200A\u2028\u2029\u205F\u3000');

-- Everybody whom a reference may mean, with the kind of key by which it does. Blanks around it are none of it, unless an externalId is so.
create function provisioning.manager_candidates(p_tenant uuid, p_reference text, p_key text) returns table (kind text, id uuid)
  language sql stable as $$
  select 'id', u.id from provisioning.scim_user u where u.tenant_id = p_tenant and u.id = provisioning.as_id(provisioning.stripped(p_reference))
  union all
  select 'externalId', u.id from provisioning.scim_user u
    where u.tenant_id = p_tenant and u.external_id = any (array[p_reference, provisioning.stripped(p_reference)])
  union all
  select 'employeeNumber', u.id from provisioning.scim_user u where u.tenant_id = p_tenant and u.employee_number = p_key
  union all
  select 'userName', u.id from provisioning.scim_user u where u.tenant_id = p_tenant and u.user_name_key = p_key
  union all
  select 'email', e.user_id from provisioning.user_email e where e.tenant_id = p_tenant and e.value_key = p_key
$$;

-- Whom a reference means: the one user found by the first kind of the order that finds any. manager_id is null when there is none, or
-- several; people says how many that kind found. p_gone is a user who is about to be deleted.
create function provisioning.resolve_manager(
    p_tenant uuid, p_reference text, p_key text, p_order text[], p_gone uuid default null, out manager_id uuid, out people bigint)
  -- Plans are kept, also those made while the table was small: without this they would read the whole of it when it is large.
  language plpgsql stable set plan_cache_mode = force_generic_plan set enable_seqscan = off as $$
begin
  select case when count(distinct c.id) = 1 then (array_agg(c.id))[1] end, count(distinct c.id) into manager_id, people
  from (
    select k.id, array_position(p_order, k.kind) as place, min(array_position(p_order, k.kind)) over () as best
    from provisioning.manager_candidates(p_tenant, p_reference, p_key) k
    where k.id is distinct from p_gone and k.kind = any (p_order)) c
  where c.place = c.best;
end
$$;

-- Who has another line than their reference, which is one of these keys, says, and whom it means; so many people at most.
create function provisioning.wrong_lines(p_tenant uuid, p_keys text[], p_order text[], p_limit int, p_gone uuid)
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

-- Makes the lines of everybody whose reference is one of these keys what the references say, but of so many people at most. Only rows that
-- are not right are locked, and whom they lead to, in the order of their ids (ADR 20); busy are those that another transaction holds, where
-- waiting for them would be against that order, and then nothing has changed.
create function provisioning.relink(p_tenant uuid, p_keys text[], p_order text[], p_limit int, p_gone uuid default null)
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
    from provisioning.wrong_lines(p_tenant, p_keys, p_order, p_limit, p_gone) w;
  if lines is null then
    return next;
    return;
  end if;
  busy := provisioning.lock_users(p_tenant, locked);
  if cardinality(busy) > 0 then
    return next;
    return;
  end if;
  -- What changed before the rows were locked is seen only now; whom that leads elsewhere, the timer links.
  with changed as (
    update provisioning.scim_user u set manager_id = w.after, version = u.version + 1
    from provisioning.wrong_lines(p_tenant, p_keys, p_order, p_limit, p_gone) w
    where u.tenant_id = p_tenant and u.id = w.id and w.id = any (lines) and (w.after is null or w.after = any (locked))
    returning w.before, w.after)
  select count(*) filter (where c.before is null), count(*) filter (where c.after is null),
      count(*) filter (where c.before is not null and c.after is not null)
    into linked, unlinked, moved from changed c;
  return next;
end
$$;

-- The rounds that go over all references of a tenant, and how far the present one is: one row for a tenant, whose lock keeps the work to
-- one node.
create table provisioning.reconciliation (
  tenant_id uuid primary key references provisioning.tenant,
  -- The order of keys by which the tenant's lines were made.
  manager_keys text[] not null,
  -- The last reference that this round has looked at; null before the first.
  cursor text collate "C",
  -- How many references there were when the round began, how many of them it has looked at, how many lines it changed.
  total bigint not null default 0,
  checked bigint not null default 0,
  changed bigint not null default 0,
  -- Why the round began: because it was time, because the tenant's order of keys changed, or because somebody asked for it.
  cause text not null default 'due' constraint reconciliation_cause check (cause in ('due', 'order', 'asked')),
  -- How often somebody asked: a form that was sent twice carries the former number.
  asked bigint not null default 0,
  started_at timestamptz not null default clock_timestamp(),
  finished_at timestamptz
);
alter table provisioning.reconciliation enable row level security;
alter table provisioning.reconciliation force row level security;
create policy own_tenant on provisioning.reconciliation using (tenant_id = nullif(current_setting('provisioning.tenant', true), '')::uuid);
grant select, insert, update on provisioning.reconciliation to provisioning_app;
