-- No pending manager reference can be resolved. After two concurrent writes, there may be rows for one provisioning.reconcile-interval.
select * from (
  select u.tenant_id, u.id, u.manager_reference
  from provisioning.scim_user u left join provisioning.reconciliation s using (tenant_id)
  cross join lateral provisioning.resolve_manager(u.tenant_id, u.manager_reference, u.manager_reference_key,
    coalesce(s.manager_keys, '{id,externalId,employeeNumber,userName,email}')) m
  where u.manager_id is null and u.manager_reference_key is not null and m.manager_id is not null
) found where (select provisioning.sees_every_row());
