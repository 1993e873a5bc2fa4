-- Orphans that the timer has not swept yet. May have rows for one interval of provisioning.reconcile-interval, never longer.
select p.tenant_id, p.id, p.manager_reference
from provisioning.scim_user p
where p.manager_id is null and p.manager_reference is not null
  and exists (select from provisioning.scim_user m
    where m.tenant_id = p.tenant_id and (m.id = p.manager_reference_id or m.external_id = p.manager_reference));
