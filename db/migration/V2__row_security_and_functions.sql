-- Row security on every tenant table, forced so that it binds the owner's functions too unless they bypass it on purpose.
do $$
declare
  t text;
begin
  foreach t in array '{tenant,api_token,team,scim_user,user_email,deleted_user,role,role_permission,role_member,resource_total,activity}'::text[] loop
    execute format('alter table provisioning.%I enable row level security', t);
    execute format('alter table provisioning.%I force row level security', t);
    execute format('create policy own_tenant on provisioning.%I using (tenant_id = nullif(current_setting(''provisioning.tenant'', true), '''')::uuid)', t);
  end loop;
end
$$;

grant usage on schema provisioning to provisioning_app;
grant select on provisioning.tenant to provisioning_app;
grant select, insert, update, delete on
  provisioning.api_token, provisioning.team, provisioning.scim_user, provisioning.user_email, provisioning.role, provisioning.role_permission,
  provisioning.role_member, provisioning.resource_total to provisioning_app;
-- When a user was deleted is the database's to say.
grant select, insert (tenant_id, id, document, created_at) on provisioning.deleted_user to provisioning_app;
grant select on provisioning.user_resource, provisioning.role_resource to provisioning_app;

-- Names the tenant for the rest of the transaction; the first statement of every transaction. The tenant's row is not checked: a
-- tenant that does not exist has no rows.
create function provisioning.enter(p_tenant uuid, p_base_url text) returns boolean language plpgsql as $$
begin
  perform set_config('provisioning.tenant', p_tenant::text, true), set_config('provisioning.base_url', p_base_url, true);
  return true;
end
$$;

-- The state of an API token, whatever tenant it belongs to: the only look across tenants, by a digest of 256 random bits. Notes its use
-- once a minute, or once a second when another client uses it: not each time, or two clients would wait for each other's row lock.
create function provisioning.authenticate(p_digest bytea, p_client text, p_source text)
  returns table (tenant_id uuid, token_id uuid, state text)
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
  state := case when t.revoked_at is not null then 'revoked' when t.expires_at <= now() then 'expired' else 'live' end;
  if state = 'live' and (t.last_used_at is null
      or t.last_used_at < now() - case when t.last_used_client is distinct from p_client then interval '1 second' else interval '1 minute' end) then
    update provisioning.api_token a set last_used_at = now(), last_used_client = p_client, last_used_source = p_source
      where a.tenant_id = t.tenant_id and a.id = t.id;
  end if;
  return next;
end
$$;
revoke all on function provisioning.authenticate(bytea, text, text) from public;
grant execute on function provisioning.authenticate(bytea, text, text) to provisioning_app;

-- Makes the tenant's API token and kills the former. The raw value is returned this once; only its digest stays. The ops command:
--
--   select provisioning.generate_api_token(tenant_id, 'ops') from provisioning.tenant where subdomain = 'acme';
create function provisioning.generate_api_token(p_tenant uuid, p_created_by text) returns text language plpgsql as $$
declare
  -- 244 random bits from the server's cryptographic source; the prefix is for secret scanners.
  raw text := 'rlscim_' || replace(gen_random_uuid()::text || gen_random_uuid()::text, '-', '');
begin
  perform set_config('provisioning.tenant', p_tenant::text, true);
  -- Two at once must not leave two live tokens.
  perform pg_advisory_xact_lock(hashtextextended('api_token ' || p_tenant, 0));
  update provisioning.api_token set revoked_at = now() where tenant_id = p_tenant and revoked_at is null;
  insert into provisioning.api_token (tenant_id, id, digest, last_four, created_by)
    values (p_tenant, gen_random_uuid(), sha256(convert_to(raw, 'UTF8')), right(raw, 4), p_created_by);
  insert into provisioning.activity (tenant_id, actor, action, detail)
    values (p_tenant, p_created_by, 'token.generated', 'A new API token ending in ' || right(raw, 4) || ' was generated; the former one no longer works.');
  return raw;
end
$$;

create function provisioning.revoke_api_token(p_tenant uuid, p_revoked_by text) returns boolean language plpgsql as $$
begin
  perform set_config('provisioning.tenant', p_tenant::text, true);
  update provisioning.api_token set revoked_at = now() where tenant_id = p_tenant and revoked_at is null;
  if not found then
    return false;
  end if;
  insert into provisioning.activity (tenant_id, actor, action, detail)
    values (p_tenant, p_revoked_by, 'token.revoked', 'The API token was revoked.');
  return true;
end
$$;

-- A tenant of the configured list: born with its built-in roles, or enabled again. For the migrator, at start-up.
create function provisioning.enable_tenant(p_subdomain text) returns uuid language plpgsql as $$
declare
  tenant uuid;
begin
  insert into provisioning.tenant (tenant_id, subdomain) values (gen_random_uuid(), p_subdomain) on conflict do nothing;
  update provisioning.tenant set suspended_at = null where subdomain = p_subdomain and suspended_at is not null;
  select tenant_id into tenant from provisioning.tenant where subdomain = p_subdomain;
  insert into provisioning.role (tenant_id, id, document, keys, version, built_in, push_allowed)
    select tenant, gen_random_uuid(),
        jsonb_build_object('schemas', jsonb_build_array('urn:ietf:params:scim:schemas:core:2.0:Group'), 'displayName', name),
        jsonb_build_object('schemas', jsonb_build_array('urn:ietf:params:scim:schemas:core:2.0:Group'), 'displayName', lower(name), 'displayNameKey', lower(name)),
        1, true, name <> 'Administrator'
      from unnest('{Administrator,Learner}'::text[]) name
    on conflict do nothing;
  insert into provisioning.role_permission (tenant_id, role_id, permission)
    select tenant, id, permission
      from provisioning.role, unnest('{MANAGE_INTEGRATIONS,MANAGE_ROLES,VIEW_REPORTS}'::text[]) permission
      where tenant_id = tenant and name_key = 'administrator' and built_in
    on conflict do nothing;
  return tenant;
end
$$;

-- Hot reads: one statement that names the tenant and returns the row, so that no transaction of several round trips is needed (ADR 4).
-- Security invoker: the policy still applies.
create function provisioning.read_user(p_tenant uuid, p_base_url text, p_id uuid) returns table (id uuid, resource text, version bigint)
  language plpgsql set plan_cache_mode = force_generic_plan as $$
begin
  perform provisioning.enter(p_tenant, p_base_url);
  return query select u.id, u.resource, u.version from provisioning.user_resource u where u.tenant_id = p_tenant and u.id = p_id;
end
$$;

-- Without its JSON when that has more than 2 MiB: the reader then asks for the members in pieces.
create function provisioning.read_role(p_tenant uuid, p_base_url text, p_id uuid, p_with_members boolean)
  returns table (id uuid, resource text, version bigint) language plpgsql set plan_cache_mode = force_generic_plan as $$
begin
  perform provisioning.enter(p_tenant, p_base_url);
  return query select r.id, case when octet_length(r.json) <= 2097152 then r.json end, r.version
    from (select v.id, v.head || case when p_with_members then v.members else '' end || v.tail as json, v.version
      from provisioning.role_resource v where v.tenant_id = p_tenant and v.id = p_id offset 0) r;
end
$$;

create function provisioning.find_user_by_user_name(p_tenant uuid, p_base_url text, p_key text) returns table (id uuid, resource text, version bigint)
  language plpgsql set plan_cache_mode = force_generic_plan as $$
begin
  perform provisioning.enter(p_tenant, p_base_url);
  return query select u.id, u.resource, u.version from provisioning.user_resource u where u.tenant_id = p_tenant and u.user_name_key = p_key;
end
$$;

create function provisioning.find_user_by_external_id(p_tenant uuid, p_base_url text, p_key text) returns table (id uuid, resource text, version bigint)
  language plpgsql set plan_cache_mode = force_generic_plan as $$
begin
  perform provisioning.enter(p_tenant, p_base_url);
  return query select u.id, u.resource, u.version from provisioning.user_resource u where u.tenant_id = p_tenant and u.external_id = p_key;
end
$$;

-- Locks in the one order of ADR 20: names, users by id, roles by id, the administrators of the tenant. A transaction that needs something earlier
-- than what it holds does not wait: it learns that the lock is busy, ends, and begins anew with that lock as its first.

-- Names that are about to be taken or given up, as numbers that Java makes of them.
create function provisioning.lock_names(p_tenant uuid, p_names int[]) returns boolean language plpgsql as $$
declare
  name int;
begin
  foreach name in array p_names loop
    perform pg_advisory_xact_lock(hashtext('names ' || p_tenant), name);
  end loop;
  return true;
end
$$;

-- The same without waiting; returns those that somebody else holds.
create function provisioning.try_names(p_tenant uuid, p_names int[]) returns int[] language sql volatile as $$
  select array(select n from unnest(p_names) n where not pg_try_advisory_xact_lock(hashtext('names ' || p_tenant), n))
$$;

-- The last user, in the order of ids, whose row this transaction holds.
create function provisioning.last_locked_user() returns uuid language sql stable
  return coalesce(nullif(current_setting('provisioning.locked_user', true), ''), '00000000-0000-0000-0000-000000000000')::uuid;

create function provisioning.note_locked_user(p_user uuid) returns text language sql volatile
  return set_config('provisioning.locked_user', greatest(provisioning.last_locked_user(), p_user)::text, true);

-- Locks users for writing. Waits only for those behind the last one that the transaction holds. Returns those before it that somebody else
-- holds; then nothing behind it is locked.
create function provisioning.lock_users(p_tenant uuid, p_ids uuid[]) returns uuid[]
  language plpgsql set plan_cache_mode = force_generic_plan set enable_seqscan = off as $$
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
    perform provisioning.note_locked_user((select i from unnest(p_ids) i order by i desc limit 1));
  end if;
  return busy;
end
$$;

-- Keeps a user, whom the transaction is about to refer to, from being deleted. False when somebody is deleting it and waiting would be
-- against the order.
create function provisioning.keep_user(p_tenant uuid, p_id uuid) returns boolean
  language plpgsql set plan_cache_mode = force_generic_plan as $$
begin
  if p_id is null then
    return true;
  end if;
  if p_id > provisioning.last_locked_user() then
    perform 1 from provisioning.scim_user u where u.tenant_id = p_tenant and u.id = p_id for key share;
    perform provisioning.note_locked_user(p_id);
    return true;
  end if;
  perform 1 from provisioning.scim_user u where u.tenant_id = p_tenant and u.id = p_id for key share skip locked;
  return found or not exists (select from provisioning.scim_user u where u.tenant_id = p_tenant and u.id = p_id);
end
$$;

-- The first statement of a transaction that creates something: names the tenant and locks names, users to be written, and users to be
-- referred to.
create function provisioning.enter_with_locks(p_tenant uuid, p_base_url text, p_names int[], p_users uuid[], p_members uuid[] default '{}')
  returns boolean language plpgsql set plan_cache_mode = force_generic_plan as $$
begin
  perform provisioning.enter(p_tenant, p_base_url), provisioning.lock_names(p_tenant, p_names);
  if cardinality(p_users) > 0 then
    perform provisioning.lock_users(p_tenant, p_users);
  end if;
  if cardinality(p_members) > 0 then
    perform 1 from provisioning.scim_user u where u.tenant_id = p_tenant and u.id = any (p_members) order by u.id for key share;
  end if;
  return true;
end
$$;

-- Names the tenant, locks the user and returns it, in one statement. NO KEY UPDATE, so that a membership may refer to it meanwhile, unless
-- it is about to be deleted. The other users are those that an earlier attempt found locked; in the order of their ids.
create function provisioning.lock_user(
    p_tenant uuid, p_base_url text, p_id uuid, p_names int[] default '{}', p_users uuid[] default '{}', p_delete boolean default false)
  returns setof provisioning.scim_user language plpgsql set plan_cache_mode = force_generic_plan as $$
begin
  perform provisioning.enter(p_tenant, p_base_url), provisioning.lock_names(p_tenant, p_names);
  if cardinality(p_users) > 0 then
    perform 1 from provisioning.scim_user u where u.tenant_id = p_tenant and u.id = any (p_users) and u.id < p_id order by u.id for no key update;
  end if;
  if p_delete then
    perform 1 from provisioning.scim_user u where u.tenant_id = p_tenant and u.id = p_id for update;
  end if;
  return query select u.* from provisioning.scim_user u where u.tenant_id = p_tenant and u.id = p_id for no key update;
  if cardinality(p_users) > 0 then
    perform 1 from provisioning.scim_user u where u.tenant_id = p_tenant and u.id = any (p_users) and u.id > p_id order by u.id for no key update;
  end if;
  perform provisioning.note_locked_user(greatest(p_id, p_users[cardinality(p_users)]));
end
$$;

create function provisioning.lock_user_by_external_id(
    p_tenant uuid, p_base_url text, p_key text, p_names int[] default '{}', p_users uuid[] default '{}')
  returns setof provisioning.scim_user language plpgsql set plan_cache_mode = force_generic_plan as $$
declare
  holder uuid;
begin
  perform provisioning.enter(p_tenant, p_base_url);
  select u.id into holder from provisioning.scim_user u where u.tenant_id = p_tenant and u.external_id = p_key;
  return query select u.* from provisioning.lock_user(p_tenant, p_base_url, holder, p_names, p_users) u where u.external_id = p_key;
end
$$;

-- Names the tenant, keeps those who may become members from being deleted, then locks the role and returns it.
create function provisioning.lock_role(p_tenant uuid, p_base_url text, p_id uuid, p_names int[] default '{}', p_members uuid[] default '{}')
  returns setof provisioning.role language plpgsql set plan_cache_mode = force_generic_plan as $$
begin
  perform provisioning.enter_with_locks(p_tenant, p_base_url, p_names, '{}', p_members);
  return query select r.* from provisioning.role r where r.tenant_id = p_tenant and r.id = p_id for no key update;
end
$$;

-- Whether a user, or a role, holds a permission that somebody in the tenant must keep. If so, the transaction holds the tenant's lock of
-- administrators alone from now on. If a user does not, it shares that lock with others like it: nobody makes the user a holder before the
-- transaction is over. Null when waiting would be against the order.
create function provisioning.lock_administrators(p_tenant uuid, p_user uuid, p_role uuid, p_guarded text[]) returns boolean
  language plpgsql set plan_cache_mode = force_generic_plan as $$
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

-- The id that stands at a position of the list order, found in the key alone. The planner would sort the table for a deep position, so
-- it is told not to.
create function provisioning.user_at(p_tenant uuid, p_offset bigint) returns uuid
  language sql stable set enable_seqscan = off set enable_sort = off set enable_bitmapscan = off
  return (select id from provisioning.scim_user where tenant_id = p_tenant order by id offset p_offset limit 1);

create function provisioning.role_at(p_tenant uuid, p_offset bigint) returns uuid
  language sql stable set enable_seqscan = off set enable_sort = off set enable_bitmapscan = off
  return (select id from provisioning.role where tenant_id = p_tenant order by id offset p_offset limit 1);
