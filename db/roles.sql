-- The two logins of the provisioning system. Run once, as a superuser, before the first deployment; running it again is harmless.
--
--   sudo -u postgres psql -f db/roles.sql
--   sudo -u postgres psql -c '\password provisioning_migrator' -c '\password provisioning_app'
--   sudo -u postgres psql -c "create database provisioning owner provisioning_migrator"
--
-- provisioning_migrator owns the tables, migrates them at start-up, and runs db/checks; row security does not bind it.
-- provisioning_app is what requests use: it owns nothing, row security shows it one tenant at a time, and it can neither change nor delete
-- the record of what happened; tables and functions that a migration adds must grant no more than that. The application refuses
-- to start when this login is a superuser, bypasses row security or owns a table.
do $$
begin
  if not exists (select from pg_roles where rolname = 'provisioning_migrator') then
    create role provisioning_migrator;
  end if;
  if not exists (select from pg_roles where rolname = 'provisioning_app') then
    create role provisioning_app;
  end if;
end
$$;

alter role provisioning_migrator login nosuperuser nocreatedb nocreaterole bypassrls;
alter role provisioning_app login nosuperuser nocreatedb nocreaterole nobypassrls;
