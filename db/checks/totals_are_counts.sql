-- The sum of the rows in resource_total, which responses return as totalResults, is the number of resources.
select * from (
  select t.tenant_id, resource_type, counted, total from provisioning.tenant t cross join lateral (
    with counted as (
      select 'User' as resource_type, count(*) as counted from provisioning.scim_user where tenant_id = t.tenant_id group by tenant_id
      union all select 'Group', count(*) from provisioning.role where tenant_id = t.tenant_id group by tenant_id),
    totals as (
      select resource_type, sum(amount) as total from provisioning.resource_total where tenant_id = t.tenant_id group by resource_type)
    select * from counted full join totals using (resource_type)) both_numbers
  where coalesce(counted, 0) <> coalesce(total, 0)
) found where (select provisioning.sees_every_row());
