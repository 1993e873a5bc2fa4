-- A stored document contains no attribute that responses add (id, meta, groups), no password and no members.
select * from (
  select tenant_id, id, 'user' as resource from provisioning.scim_user
  where jsonb_exists_any(document::jsonb, '{id,meta,groups,password,members}')
    or not jsonb_exists_all(document::jsonb, '{userName,schemas}')
  union all
  select tenant_id, id, 'role' from provisioning.role
  where jsonb_exists_any(document::jsonb, '{id,meta,members}')
    or not jsonb_exists_all(document::jsonb, '{displayName,schemas}')
) found where (select provisioning.sees_every_row());
