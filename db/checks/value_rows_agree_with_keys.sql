-- Each element of a multi-valued attribute has exactly its row.
with expected as (
  select u.tenant_id, u.id as user_id, a as attribute, (position - 1)::int as position, element ->> 'value' as value_key, element as keys
  from provisioning.scim_user u,
    unnest('{emails,phoneNumbers,ims,photos,addresses,entitlements,roles,x509Certificates}'::text[]) a,
    jsonb_array_elements(u.keys -> a) with ordinality e (element, position))
(select 'missing' as problem, * from expected
  except select 'missing', tenant_id, user_id, attribute, position, value_key, keys from provisioning.user_value)
union all
(select 'surplus', tenant_id, user_id, attribute, position, value_key, keys from provisioning.user_value
  except select 'surplus', * from expected);
