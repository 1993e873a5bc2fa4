-- The two logins of the provisioning system. Run this file before the first deployment as a login that may create roles and databases: a
-- superuser, or the administrator of a managed PostgreSQL. Running it again changes nothing.
--
--   psql -h 127.0.0.1 -U postgres postgres -f db/roles.sql
--   psql -h 127.0.0.1 -U postgres postgres -c '\password provisioning_migrator' -c '\password provisioning_app'
--   psql -h 127.0.0.1 -U postgres postgres -c "create database provisioning owner provisioning_migrator"
--
-- provisioning_migrator owns the tables, migrates them when the application starts, and runs db/checks. As their owner it is not bound by
-- row-level security.
-- provisioning_app is the login of all requests. It owns nothing, row-level security limits it to one tenant per transaction, and it cannot
-- change or delete the activity and the history. A migration that adds tables or functions must not grant it more than that. The application
-- does not start if this login is a superuser, bypasses row-level security or owns a table.
do $$
begin
  if not exists (select from pg_roles where rolname = 'provisioning_migrator') then
    create role provisioning_migrator login;
  end if;
  if not exists (select from pg_roles where rolname = 'provisioning_app') then
    create role provisioning_app login;
  end if;
  -- Only a member of a role can make it the owner of a database. A superuser is a member of every role.
  if not pg_has_role(current_user, 'provisioning_migrator', 'usage') then
    execute format('grant provisioning_migrator to %I', current_user);
  end if;
end
$$;
-- The server cancels a statement of a request after 20 seconds. A setting of the login also applies behind PgBouncer.
alter role provisioning_app set statement_timeout = '20s';
