-- The sum of the rows in resource_total, which responses return as totalResults, is the number of resources.
select * from (
  with counted as (
    select tenant_id, 'User' as resource_type, count(*) as amount from provisioning.scim_user group by tenant_id
    union all select tenant_id, 'Group', count(*) from provisioning.role group by tenant_id),
  totals as (
    select tenant_id, resource_type, sum(amount) as amount from provisioning.resource_total group by tenant_id, resource_type)
  select coalesce(c.tenant_id, t.tenant_id) as tenant_id, coalesce(c.resource_type, t.resource_type) as resource_type, c.amount as counted, t.amount as total
  from counted c full join totals t on t.tenant_id = c.tenant_id and t.resource_type = c.resource_type
  where coalesce(c.amount, 0) <> coalesce(t.amount, 0)
) found where (select provisioning.sees_every_row());
