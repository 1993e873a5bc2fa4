-- Users and roles with what their documents do not have: the groups of a user, its manager's name, the members of a role. Java composes the
-- representations from these columns (ADR 24); link_ids and link_names are parallel arrays.
drop function if exists provisioning.read_user(uuid, uuid);
drop function if exists provisioning.find_user_by_user_name(uuid, text);
drop function if exists provisioning.find_user_by_external_id(uuid, text);
drop function if exists provisioning.read_role(uuid, uuid, boolean);

drop view if exists provisioning.user_resource;
create view provisioning.user_resource with (security_invoker = true) as
  select u.tenant_id, u.user_name_key, u.external_id,
    u.id, u.version, u.created_at, u.changed_at, u.document, u.manager_id, manager.display_name as manager_name,
    membership.link_ids, membership.link_names, false as too_many_links
  from provisioning.scim_user u
  left join provisioning.scim_user manager on manager.tenant_id = u.tenant_id and manager.id = u.manager_id
  left join lateral (
    select array_agg(r.id order by r.id) as link_ids, array_agg(r.display_name order by r.id) as link_names
      from provisioning.role_member m join provisioning.role r on r.tenant_id = m.tenant_id and r.id = m.role_id
      where m.tenant_id = u.tenant_id and m.user_id = u.id) membership on true;
grant select on provisioning.user_resource to provisioning_app;

-- A role without its members.
drop view if exists provisioning.role_resource;
create view provisioning.role_resource with (security_invoker = true) as
  select r.tenant_id,
    r.id, r.version, r.created_at, r.changed_at, r.document, null::uuid as manager_id, null::text as manager_name,
    null::uuid[] as link_ids, null::text[] as link_names, false as too_many_links
  from provisioning.role r;
grant select on provisioning.role_resource to provisioning_app;

-- A role with its members, unless they need more than 2 MiB of JSON: 190 bytes each, and the name, which is cut to 256
-- characters, so that the number of members limits the size of a group.
drop view if exists provisioning.role_with_members;
create view provisioning.role_with_members with (security_invoker = true) as
  select r.tenant_id,
    r.id, r.version, r.created_at, r.changed_at, r.document, null::uuid as manager_id, null::text as manager_name,
    case when member.size <= 2097152 then member.link_ids end as link_ids,
    case when member.size <= 2097152 then member.link_names end as link_names,
    coalesce(member.size > 2097152, false) as too_many_links
  from provisioning.role r
  left join lateral (
    select array_agg(u.id order by u.id) as link_ids, array_agg(u.member_name order by u.id) as link_names,
        sum(190 + octet_length(u.member_name)) as size
      from provisioning.role_member m join provisioning.scim_user u on u.tenant_id = m.tenant_id and u.id = m.user_id
      where m.tenant_id = r.tenant_id and m.role_id = r.id) member on true;
grant select on provisioning.role_with_members to provisioning_app;

-- Frequent reads: one statement that names the tenant and returns the row, instead of a transaction of several round trips (ADR 24). The
-- functions have the caller's rights, so row security applies. They ask for generic plans in the same call: a SET clause costs more, and by
-- itself PostgreSQL keeps planning each call anew.
create function provisioning.read_user(p_tenant uuid, p_id uuid) returns setof provisioning.user_resource language plpgsql as $$
begin
  perform set_config('provisioning.tenant', p_tenant::text, true), set_config('plan_cache_mode', 'force_generic_plan', true);
  return query select * from provisioning.user_resource u where u.tenant_id = p_tenant and u.id = p_id;
end
$$;

create function provisioning.find_user_by_user_name(p_tenant uuid, p_key text) returns setof provisioning.user_resource language plpgsql as $$
begin
  perform set_config('provisioning.tenant', p_tenant::text, true), set_config('plan_cache_mode', 'force_generic_plan', true);
  return query select * from provisioning.user_resource u where u.tenant_id = p_tenant and u.user_name_key = p_key;
end
$$;

create function provisioning.find_user_by_external_id(p_tenant uuid, p_key text) returns setof provisioning.user_resource language plpgsql as $$
begin
  perform set_config('provisioning.tenant', p_tenant::text, true), set_config('plan_cache_mode', 'force_generic_plan', true);
  return query select * from provisioning.user_resource u where u.tenant_id = p_tenant and u.external_id = p_key;
end
$$;

create function provisioning.read_role(p_tenant uuid, p_id uuid, p_with_members boolean) returns setof provisioning.role_resource language plpgsql as $$
begin
  perform set_config('provisioning.tenant', p_tenant::text, true), set_config('plan_cache_mode', 'force_generic_plan', true);
  if p_with_members then
    return query select * from provisioning.role_with_members r where r.tenant_id = p_tenant and r.id = p_id;
  else
    return query select * from provisioning.role_resource r where r.tenant_id = p_tenant and r.id = p_id;
  end if;
end
$$;
