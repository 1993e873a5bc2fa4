-- Nothing that identifies an erased user is stored. The detail of an invalid filter contains no value, because erasure could not find a name in it.
select * from (
  select tenant_id, id from provisioning.deleted_user where erased_at is not null and document <> '{}'
  union all
  select d.tenant_id, d.id from provisioning.deleted_user d
  join provisioning.activity a on a.tenant_id = d.tenant_id and a.resource_id = d.id::text
  where d.erased_at is not null and (a.resource_name is not null or a.changed_values is not null or a.detail is not null and a.status <> 404)
  union all
  select d.tenant_id, d.id from provisioning.deleted_user d
  join provisioning.activity a on a.tenant_id = d.tenant_id and a.actor_id = d.id
  where d.erased_at is not null and a.actor <> 'unknown'
  union all
  select d.tenant_id, d.id from provisioning.deleted_user d
  join provisioning.api_token k on k.tenant_id = d.tenant_id and k.created_by_id = d.id
  where d.erased_at is not null and k.created_by <> 'somebody'
  union all
  select d.tenant_id, d.id from provisioning.deleted_user d
  join provisioning.password_link l on l.tenant_id = d.tenant_id and l.created_by_id = d.id
  where d.erased_at is not null and l.created_by <> 'somebody'
  union all
  select tenant_id, null from provisioning.activity where scim_type = 'invalidFilter' and replace(detail, '''…''', '') like '%''%'
) found where (select provisioning.sees_every_row());
