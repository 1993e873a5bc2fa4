-- user_email has exactly one row for each e-mail address in the search keys.
select * from (
  with expected as (
    select u.tenant_id, u.id as user_id, (position - 1)::int as position, element ->> 'value' as value_key, element as keys
    from provisioning.scim_user u, jsonb_array_elements(u.keys -> 'emails') with ordinality e (element, position))
  (select 'missing' as problem, * from expected
    except select 'missing', tenant_id, user_id, position, value_key, keys from provisioning.user_email)
  union all
  (select 'surplus', tenant_id, user_id, position, value_key, keys from provisioning.user_email
    except select 'surplus', * from expected)
) found where (select provisioning.sees_every_row());
