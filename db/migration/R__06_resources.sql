-- Users and roles as SCIM clients see them.

create or replace function provisioning.scim_time(t timestamptz) returns text
  language sql immutable parallel safe
  return to_char(t at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"');

-- A user with everything that is not in its document: id, meta, groups, the manager's link. Joins text instead of parsing JSON: a read passes
-- the document through. Every read uses this view, so a user looks the same everywhere.
drop view if exists provisioning.user_resource;
create view provisioning.user_resource with (security_invoker = true) as
  select u.*,
    '{"id":"' || u.id || '","meta":{"resourceType":"User","created":"' || provisioning.scim_time(u.created_at)
      || '","lastModified":"' || provisioning.scim_time(u.changed_at)
      || '","location":"' || provisioning.base_url() || '/Users/' || u.id || '","version":"W/\"' || u.version || '\""},'
      || coalesce((
        select '"groups":[' || string_agg('{"value":"' || r.id || '","$ref":"' || provisioning.base_url() || '/Groups/' || r.id
            || '","display":' || to_jsonb(r.display_name)::text || ',"type":"direct"}', ',' order by r.id) || '],'
          from provisioning.role_member m join provisioning.role r on r.tenant_id = m.tenant_id and r.id = m.role_id
          where m.tenant_id = u.tenant_id and m.user_id = u.id), '')
      || substr(case when u.manager_id is null then u.document else (
        select jsonb_set(u.document::jsonb, '{urn:ietf:params:scim:schemas:extension:enterprise:2.0:User,manager}',
            (u.document::jsonb #> '{urn:ietf:params:scim:schemas:extension:enterprise:2.0:User,manager}')
            || jsonb_build_object('$ref', provisioning.base_url() || '/Users/' || b.id, 'displayName', b.display_name))::text
          from provisioning.scim_user b where b.tenant_id = u.tenant_id and b.id = u.manager_id) end, 2)
      as resource
  from provisioning.scim_user u;
grant select on provisioning.user_resource to provisioning_app;

-- A role as a SCIM group. The name of a member is cut to 256 characters, which are at most 1,536 bytes of JSON, so that the number of members
-- limits the size of a group. The members have a column of their own, so that a query which does not need them does not load them.
drop view if exists provisioning.role_resource;
create view provisioning.role_resource with (security_invoker = true) as
  select r.*,
    '{"id":"' || r.id || '","meta":{"resourceType":"Group","created":"' || provisioning.scim_time(r.created_at)
      || '","lastModified":"' || provisioning.scim_time(r.changed_at)
      || '","location":"' || provisioning.base_url() || '/Groups/' || r.id || '","version":"W/\"' || r.version || '\""},' as head,
    coalesce((
      select '"members":[' || string_agg('{"value":"' || u.id || '","$ref":"' || provisioning.base_url() || '/Users/' || u.id
          || '","display":' || to_jsonb(left(u.display_name, 256))::text || ',"type":"User"}', ',' order by u.id) || '],'
        from provisioning.role_member m join provisioning.scim_user u on u.tenant_id = m.tenant_id and u.id = m.user_id
        where m.tenant_id = r.tenant_id and m.role_id = r.id), '') as members,
    substr(r.document, 2) as tail
  from provisioning.role r;
grant select on provisioning.role_resource to provisioning_app;

-- Frequent reads: one statement that names the tenant and returns the row, instead of a transaction of several round trips (ADR 4). The
-- functions have the caller's rights, so row security applies.
create or replace function provisioning.read_user(p_tenant uuid, p_base_url text, p_id uuid) returns table (id uuid, resource text, version bigint)
  language plpgsql set plan_cache_mode = force_generic_plan as $$
begin
  perform provisioning.set_tenant(p_tenant, p_base_url);
  return query select u.id, u.resource, u.version from provisioning.user_resource u where u.tenant_id = p_tenant and u.id = p_id;
end
$$;

create or replace function provisioning.find_user_by_user_name(p_tenant uuid, p_base_url text, p_key text) returns table (id uuid, resource text, version bigint)
  language plpgsql set plan_cache_mode = force_generic_plan as $$
begin
  perform provisioning.set_tenant(p_tenant, p_base_url);
  return query select u.id, u.resource, u.version from provisioning.user_resource u where u.tenant_id = p_tenant and u.user_name_key = p_key;
end
$$;

create or replace function provisioning.find_user_by_external_id(p_tenant uuid, p_base_url text, p_key text) returns table (id uuid, resource text, version bigint)
  language plpgsql set plan_cache_mode = force_generic_plan as $$
begin
  perform provisioning.set_tenant(p_tenant, p_base_url);
  return query select u.id, u.resource, u.version from provisioning.user_resource u where u.tenant_id = p_tenant and u.external_id = p_key;
end
$$;

-- Without its JSON when that is larger than 2 MiB: the reader then loads the members in chunks.
create or replace function provisioning.read_role(p_tenant uuid, p_base_url text, p_id uuid, p_with_members boolean)
  returns table (id uuid, resource text, version bigint) language plpgsql set plan_cache_mode = force_generic_plan as $$
begin
  perform provisioning.set_tenant(p_tenant, p_base_url);
  return query select r.id, case when octet_length(r.json) <= 2097152 then r.json end, r.version
    from (select v.id, v.head || case when p_with_members then v.members else '' end || v.tail as json, v.version
      from provisioning.role_resource v where v.tenant_id = p_tenant and v.id = p_id offset 0) r;
end
$$;

-- The members of a group in chunks of 1,000, for groups that do not fit into memory at once. As in the view role_resource.
create or replace function provisioning.role_members_in_chunks(p_tenant uuid, p_role uuid) returns setof text language sql stable as $$
  select string_agg(member.json, ',' order by member.id)
  from (
    select u.id, (row_number() over (order by u.id) - 1) / 1000 as piece,
      '{"value":"' || u.id || '","$ref":"' || provisioning.base_url() || '/Users/' || u.id
        || '","display":' || to_jsonb(left(u.display_name, 256))::text || ',"type":"User"}' as json
    from provisioning.role_member m join provisioning.scim_user u on u.tenant_id = m.tenant_id and u.id = m.user_id
    where m.tenant_id = p_tenant and m.role_id = p_role) member
  group by member.piece order by member.piece
$$;
