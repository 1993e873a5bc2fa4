-- Columns and search keys agree with the document. Case-exact attributes are compared unchanged, other attributes only if they are ASCII, because
-- SQL cannot fold other characters as Java does.
select * from (
  select t.tenant_id, id, attribute from provisioning.tenant t cross join lateral (
    with users as (
      select u.*, d.document as doc, d.document -> 'name' as name,
        d.document -> 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User' as enterprise,
        u.keys -> 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:manager' as manager_keys
      from provisioning.scim_user u cross join lateral (select u.document::jsonb) d (document)
      where u.tenant_id = t.tenant_id)
    select id, 'externalId' as attribute from users
      where doc ->> 'externalId' is distinct from keys ->> 'externalId' or doc ->> 'externalId' is distinct from external_id
    union all
    select id, 'active' from users where doc -> 'active' is distinct from keys -> 'active' or (doc ->> 'active')::boolean is distinct from active
    union all
    select id, 'userName' from users
      where doc ->> 'userName' is distinct from user_name or keys ->> 'userName' is distinct from user_name_key
        or user_name ~ '^[ -~]*$' and lower(user_name) is distinct from user_name_key
    union all
    select id, 'displayName' from users
      where display_name is distinct from coalesce(doc ->> 'displayName', name ->> 'formatted',
          nullif(concat_ws(' ', name ->> 'givenName', name ->> 'familyName'), ''), doc ->> 'userName')
        or display_name ~ '^[ -~]*$' and lower(display_name) is distinct from display_name_key
    union all
    select id, 'searchText' from users
      where exists (
        select from unnest(string_to_array(concat_ws(' ', display_name_key, user_name_key, title, employee_number), ' ')) word
        where word ~ '^[ -~]+$' and strpos(search_text, lower(word)) = 0)
    union all
    select id, 'title' from users where doc ->> 'title' is distinct from title
    union all
    select id, 'employeeNumber' from users
      where keys ->> 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:employeeNumber' is distinct from employee_number
        and (length(enterprise ->> 'employeeNumber') <= 256 or employee_number is not null)
    union all
    select id, 'department' from users
      where keys ->> 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:departmentKey' is distinct from department_key
        or (department_key is not null and enterprise ->> 'department' is null)
    union all
    select id, 'manager' from users
      where enterprise #>> '{manager,value}' is distinct from manager_keys ->> 'value'
        or case when length(manager_keys ->> 'value') <= 256 then manager_keys ->> 'value' end is distinct from manager_reference
        or case when length(manager_keys ->> 'value') <= 256 then manager_keys ->> 'valueKey' end is distinct from manager_reference_key
    union all
    select id, 'group displayName' from provisioning.role
      where tenant_id = t.tenant_id and (document::jsonb ->> 'displayName' is distinct from display_name
        or keys ->> 'displayName' is distinct from name_key
        or coalesce(keys ->> 'displayNameKey', keys ->> 'displayName') is distinct from unique_name
        or display_name ~ '^[ -~]*$' and lower(display_name) is distinct from name_key)
    union all
    select id, 'group externalId' from provisioning.role
      where tenant_id = t.tenant_id and (document::jsonb ->> 'externalId' is distinct from external_id
        or keys ->> 'externalId' is distinct from external_id)) different
) found where (select provisioning.sees_every_row());
