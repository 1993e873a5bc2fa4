-- The folded copy says what the document says. Case-exact attributes are compared as they are; userName where folding is plain ASCII.
select * from (
  select tenant_id, id, 'externalId' as attribute from provisioning.scim_user
    where document ->> 'externalId' is distinct from keys ->> 'externalId'
  union all
  select tenant_id, id, 'active' from provisioning.scim_user where document -> 'active' is distinct from keys -> 'active'
  union all
  select tenant_id, id, 'userName' from provisioning.scim_user
    where document ->> 'userName' ~ '^[ -~]*$' and lower(document ->> 'userName') is distinct from keys ->> 'userName'
  union all
  select tenant_id, id, 'manager' from provisioning.scim_user
    where document #>> '{urn:ietf:params:scim:schemas:extension:enterprise:2.0:User,manager,value}'
      is distinct from keys -> 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:manager' ->> 'value'
  union all
  select tenant_id, id, 'displayName' from provisioning.role
    where document ->> 'displayName' ~ '^[ -~]*$' and lower(document ->> 'displayName') is distinct from keys ->> 'displayName'
) found where (select provisioning.sees_every_row());
