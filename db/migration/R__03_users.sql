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
  for each row when (new.keys ? 'emails' and not provisioning.is_tenant_transfer()) execute function provisioning.sync_user_emails();
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
  for each row when (new.manager_id is null and new.manager_reference is not null and not provisioning.is_tenant_transfer())
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
  for each statement when (not provisioning.is_tenant_transfer()) execute function provisioning.update_resource_totals('User');
create or replace trigger users_deleted after delete on provisioning.scim_user referencing old table as changed
  for each statement when (not provisioning.is_tenant_transfer()) execute function provisioning.update_resource_totals('User');
create or replace trigger roles_inserted after insert on provisioning.role referencing new table as changed
  for each statement when (not provisioning.is_tenant_transfer()) execute function provisioning.update_resource_totals('Group');
create or replace trigger roles_deleted after delete on provisioning.role referencing old table as changed
  for each statement when (not provisioning.is_tenant_transfer()) execute function provisioning.update_resource_totals('Group');

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
