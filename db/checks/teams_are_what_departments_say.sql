-- Everybody is in the team that the folded department names, and nobody else is in one. Where the tenant does not let departments make
-- teams, or no team was made yet, a department may lead to none.
select * from (
  select u.tenant_id, u.id
  from provisioning.scim_user u
  left join provisioning.team_name n on n.tenant_id = u.tenant_id and n.name_key = u.department_key
  where u.team_id is distinct from n.team_id
  union all
  -- Each team is found by its own name, unless the tenant's configuration makes that name an alias of another team.
  select t.tenant_id, t.id from provisioning.team t
  where not exists (select from provisioning.team_name n where n.tenant_id = t.tenant_id and n.name_key = t.name_key and (n.team_id = t.id or n.alias))
) found where (select provisioning.sees_every_row());
