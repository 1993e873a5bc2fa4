-- One index finds users whose manager reference is pending and users without a reference, by null.
create index user_without_manager on provisioning.scim_user (tenant_id, manager_reference_key) where manager_id is null;
drop index provisioning.user_pending;
