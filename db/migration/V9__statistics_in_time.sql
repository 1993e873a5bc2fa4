-- A tenant of which PostgreSQL knows nothing seems to have one row: whatever index a plan then uses for one user, it may read all of the
-- tenant's, and for each of many users once. Statistics must not lag behind an import.

-- Autovacuum looks once a minute; by default it analyses when a tenth of a table has changed, which of a large one is more than a new tenant
-- has. This way no more than so many rows are unknown, whatever the size. Half a second for 100,000 users.
alter table provisioning.scim_user set (autovacuum_analyze_threshold = 1000, autovacuum_analyze_scale_factor = 0);
alter table provisioning.user_email set (autovacuum_analyze_threshold = 1000, autovacuum_analyze_scale_factor = 0);
alter table provisioning.team set (autovacuum_analyze_threshold = 1000, autovacuum_analyze_scale_factor = 0);
alter table provisioning.role set (autovacuum_analyze_threshold = 1000, autovacuum_analyze_scale_factor = 0);
alter table provisioning.role_member set (autovacuum_analyze_threshold = 1000, autovacuum_analyze_scale_factor = 0);

-- The first minute of the first import does not wait for autovacuum. Analyses each table that is twice as large as when it was last analysed,
-- while it is small. False when the users' table is no longer small: nobody needs to call it again. ANALYZE is the owner's, so this runs as
-- the owner.
create function provisioning.analyze_small_tables() returns boolean
  language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  small constant int := 1000;
  name regclass;
begin
  if pg_try_advisory_xact_lock(hashtextextended('provisioning.analyze_small_tables', 0)) then
    for name in
      select c.oid from pg_class c
      where c.relnamespace = 'provisioning'::regnamespace and c.relkind = 'r' and c.relpages < small
        and pg_relation_size(c.oid) >= 2 * greatest(c.relpages, 1) * current_setting('block_size')::bigint
    loop
      execute format('analyze %s', name);
    end loop;
  end if;
  return (select relpages < small from pg_class where oid = 'provisioning.scim_user'::regclass);
end
$$;
revoke all on function provisioning.analyze_small_tables() from public;
grant execute on function provisioning.analyze_small_tables() to provisioning_app;
