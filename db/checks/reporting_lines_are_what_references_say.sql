-- Each reporting line leads to the user that the manager reference resolves to. A user without a reference has no line. After a change of
-- the tenant's order of keys, or after two concurrent writes, there may be rows until the next reconciliation run ends.
select * from (
  select u.tenant_id, u.id, u.manager_reference, u.manager_id
  from provisioning.scim_user u left join provisioning.reconciliation s using (tenant_id)
  left join lateral provisioning.resolve_manager(u.tenant_id, u.manager_reference, u.manager_reference_key,
    coalesce(s.manager_keys, '{id,externalId,employeeNumber,userName,email}')) m on u.manager_reference_key is not null
  where u.manager_id is not null and u.manager_id is distinct from m.manager_id
  union all
  -- A user has a time in manager_pending_since exactly if the manager reference is pending.
  select tenant_id, id, manager_reference, manager_id from provisioning.scim_user
  where (manager_pending_since is not null) <> (manager_id is null and manager_reference_key is not null)
) found where (select provisioning.sees_every_row());
