-- A tenant has at most one current token per purpose. The previous token, which stays valid during tenant.*.token-overlap, has an expiry time.
select * from (
  select tenant_id, purpose, count(*) as live_tokens
  from provisioning.api_token where revoked_at is null and superseded_at is null
  group by tenant_id, purpose having count(*) > 1
  union all
  select tenant_id, purpose, 1 from provisioning.api_token where superseded_at is not null and expires_at is null
) found where (select provisioning.sees_every_row());
