-- One token is live in a tenant; generating a new one kills the former.
select tenant_id, count(*) from provisioning.api_token
where revoked_at is null and (expires_at is null or expires_at > now())
group by tenant_id having count(*) > 1;
