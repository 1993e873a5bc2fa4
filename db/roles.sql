-- The two logins of the provisioning system. Run this file as a superuser before the first deployment. Running it again changes nothing.
--
--   sudo -u postgres psql -f db/roles.sql
--   sudo -u postgres psql -c '\password provisioning_migrator' -c '\password provisioning_app'
--   sudo -u postgres psql -c "create database provisioning owner provisioning_migrator"
--
-- provisioning_migrator owns the tables, migrates them when the application starts, and runs db/checks. It bypasses row-level security.
-- provisioning_app is the login of all requests. It owns nothing, row-level security limits it to one tenant per transaction, and it cannot
-- change or delete the activity and the history. A migration that adds tables or functions must not grant it more than that. The application
-- does not start if this login is a superuser, bypasses row-level security or owns a table.
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
