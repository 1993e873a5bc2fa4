-- user_email has exactly one row for each e-mail address in the search keys.
select * from (
  select problem, t.tenant_id, user_id, position, value_key, keys from provisioning.tenant t cross join lateral (
    with expected as (
      select u.id as user_id, (position - 1)::int as position, element ->> 'value' as value_key, element as keys
      from provisioning.scim_user u, jsonb_array_elements(u.keys -> 'emails') with ordinality e (element, position)
      where u.tenant_id = t.tenant_id),
    stored as (select user_id, position, value_key, keys from provisioning.user_email where tenant_id = t.tenant_id)
    select 'missing' as problem, * from (table expected except table stored) missing
    union all
    select 'surplus', * from (table stored except table expected) surplus) different
) found where (select provisioning.sees_every_row());
