-- What seals the cursors of RFC 9865, so that they can be used for nothing but the query and the tenant they were made for: 244 random
-- bits that are no secret to anyone who may read the tenant's people anyway.
alter table provisioning.tenant
  add column cursor_key bytea not null default uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid());
