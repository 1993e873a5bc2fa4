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
  for each statement when (not provisioning.is_tenant_transfer()) execute function provisioning.record_role_assignments();
create or replace trigger members_deleted after delete on provisioning.role_member referencing old table as changed
  for each statement when (not provisioning.is_tenant_transfer()) execute function provisioning.record_role_assignments();

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
  select now() - provisioning.retention_in_force(activity_retention, previous_activity_retention, activity_shortened_at)
    into kept_from from provisioning.tenant
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
  select now() - provisioning.retention_in_force(activity_retention, previous_activity_retention, activity_shortened_at)
    into kept_from from provisioning.tenant
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
  select now() - provisioning.retention_in_force(erase_deleted_after, previous_erase_deleted_after, erase_shortened_at)
    into deleted_before from provisioning.tenant
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
        where d.tenant_id = p_tenant and d.id = any (p_users) and d.erased_at is null
          and d.deleted_at < now() - provisioning.retention_in_force(t.erase_deleted_after, t.previous_erase_deleted_after, t.erase_shortened_at)
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
