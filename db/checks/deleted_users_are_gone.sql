-- A deleted user has no row in scim_user, because ids are never reused.
select * from (
  select d.tenant_id, d.id from provisioning.deleted_user d
  join provisioning.scim_user u on u.tenant_id = d.tenant_id and u.id = d.id
) found where (select provisioning.sees_every_row());
