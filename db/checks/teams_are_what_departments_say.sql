-- Each user is in the team that the folded department leads to. A department leads to no team if the tenant does not create teams from
-- departments, or if the team does not exist yet.
select * from (
  select u.tenant_id, u.id
  from provisioning.scim_user u
  left join provisioning.team_name n on n.tenant_id = u.tenant_id and n.name_key = u.department_key
  where u.team_id is distinct from n.team_id
  union all
  -- The name of a team leads to that team, unless the tenant's settings make the name an alias of another team.
  select t.tenant_id, t.id from provisioning.team t
  where not exists (select from provisioning.team_name n where n.tenant_id = t.tenant_id and n.name_key = t.name_key and (n.team_id = t.id or n.alias))
) found where (select provisioning.sees_every_row());
