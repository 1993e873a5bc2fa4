-- Of who is erased nothing is kept but that there was somebody.
select tenant_id, id from provisioning.deleted_user where erased_at is not null and document <> '{}'
union all
select d.tenant_id, d.id from provisioning.deleted_user d
join provisioning.activity a on a.tenant_id = d.tenant_id and a.resource_id = d.id::text
where d.erased_at is not null and (a.resource_name is not null or a.changed_values is not null);
