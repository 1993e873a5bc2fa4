-- Built-in roles come first in a list of groups, as the oldest: their ids grow with time like those the server makes. Tenants that exist keep
-- the ids that identity providers know.

-- A tenant of the configured list: created with its built-in roles and their permissions, or the existing one as it is. Permissions that an
-- administrator took from a built-in role stay taken. For the migrator, at start-up; heartbeat() resumes a suspended tenant (V13).
create or replace function provisioning.enable_tenant(p_subdomain text) returns uuid language plpgsql as $$
declare
  tenant uuid;
begin
  insert into provisioning.tenant (tenant_id, subdomain) values (gen_random_uuid(), p_subdomain)
    on conflict do nothing returning tenant_id into tenant;
  if tenant is null then
    select tenant_id into tenant from provisioning.tenant where subdomain = p_subdomain;
    return tenant;
  end if;
  insert into provisioning.role (tenant_id, id, document, keys, version, built_in, push_allowed)
    select tenant, provisioning.time_ordered_id(),
        jsonb_build_object('schemas', jsonb_build_array('urn:ietf:params:scim:schemas:core:2.0:Group'), 'displayName', name),
        jsonb_build_object('schemas', jsonb_build_array('urn:ietf:params:scim:schemas:core:2.0:Group'), 'displayName', lower(name), 'displayNameKey', lower(name)),
        1, true, name <> 'Administrator'
      from unnest('{Administrator,Learner}'::text[]) name;
  insert into provisioning.role_permission (tenant_id, role_id, permission)
    select tenant, id, permission
      from provisioning.role, unnest('{MANAGE_INTEGRATIONS,MANAGE_ROLES,VIEW_REPORTS}'::text[]) permission
      where tenant_id = tenant and name_key = 'administrator' and built_in;
  return tenant;
end
$$;
