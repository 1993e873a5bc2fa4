-- What is added on the way out must not be stored, nor a password or a member ever.
select * from (
  select tenant_id, id, 'user' as resource from provisioning.scim_user
  where document ?| '{id,meta,groups,password,members}' or not document ? 'userName' or not document ? 'schemas'
  union all
  select tenant_id, id, 'role' from provisioning.role where document ?| '{id,meta,members}' or not document ? 'displayName' or not document ? 'schemas'
) found where (select provisioning.sees_every_row());
