-- In a team exactly those whose document names a department that is not blank.
select u.tenant_id, u.id
from provisioning.scim_user u
cross join lateral (select u.document #>> '{urn:ietf:params:scim:schemas:extension:enterprise:2.0:User,department}' as department) d
where (u.team_id is null) <> (d.department is null or d.department ~ '^\s*$');
