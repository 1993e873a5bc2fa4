-- A line leads to the user that the reference names; a user without a reference has no line.
select u.tenant_id, u.id, u.manager_reference, u.manager_id
from provisioning.scim_user u join provisioning.scim_user m on m.tenant_id = u.tenant_id and m.id = u.manager_id
where u.manager_reference is null
  or (u.manager_reference is distinct from m.id::text and u.manager_reference is distinct from m.external_id);
