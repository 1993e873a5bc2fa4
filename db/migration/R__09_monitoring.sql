-- What operators watch, of these tenants. Reads across tenants, so it returns only numbers and times, no data of users.
--   pending_managers        users whose manager is not known yet
--   oldest_pending_manager  since when the oldest of them waits; null when there is none
--   last_exchange           when a token for SCIM was last used; null when never
--   …_token_expires         when the current token of each purpose expires; null without such a token, or when it does not expire
--   erasures_due            deleted users whose names must be erased
--   pruning_overdue         seconds since the oldest activity should have been deleted
-- Times are seconds since 1970. Each value comes from an index, or from the rows that still need work.
create or replace function provisioning.tenant_metrics(p_tenants uuid[])
  returns table (tenant_id uuid, pending_managers bigint, oldest_pending_manager double precision, last_exchange double precision,
    scim_token_expires double precision, report_token_expires double precision, activity_token_expires double precision,
    erasures_due bigint, pruning_overdue double precision)
  language sql security definer set search_path = pg_catalog, pg_temp as $$
  select t.tenant_id, pending.users, extract(epoch from pending.since)::double precision, token.last_used, token.scim, token.reports,
      token.activity,
      (select count(*) from provisioning.deleted_user d
        where d.tenant_id = t.tenant_id and d.erased_at is null and d.deleted_at < now() - retention.erase),
      greatest(0, extract(epoch from now() - retention.activity
        - (select a.at from provisioning.activity a where a.tenant_id = t.tenant_id order by a.id limit 1)))::double precision
    from provisioning.tenant t
    cross join lateral (
      select provisioning.retention_in_force(t.erase_deleted_after, t.previous_erase_deleted_after, t.erase_shortened_at) as erase,
          provisioning.retention_in_force(t.activity_retention, t.previous_activity_retention, t.activity_shortened_at) as activity) retention
    cross join lateral (
      select count(*) as users, min(u.manager_pending_since) as since from provisioning.scim_user u
        where u.tenant_id = t.tenant_id and u.manager_id is null and u.manager_reference_key is not null) pending
    cross join lateral (
      select extract(epoch from max(k.last_used_at) filter (where k.purpose = 'scim'))::double precision as last_used,
          extract(epoch from max(k.expires_at) filter (where k.purpose = 'scim' and k.live))::double precision as scim,
          extract(epoch from max(k.expires_at) filter (where k.purpose = 'reports' and k.live))::double precision as reports,
          extract(epoch from max(k.expires_at) filter (where k.purpose = 'activity' and k.live))::double precision as activity
        from (
          select a.purpose, a.last_used_at, a.expires_at, a.revoked_at is null and a.superseded_at is null as live
            from provisioning.api_token a where a.tenant_id = t.tenant_id) k) token
    where t.tenant_id = any (p_tenants)
$$;
revoke all on function provisioning.tenant_metrics(uuid[]) from public;
grant execute on function provisioning.tenant_metrics(uuid[]) to provisioning_app;
