-- The first start of PostgreSQL in server-config/container/compose.yaml runs this file after db/roles.sql.
\set application_password `cat /run/secrets/application-password`
\set migrator_password `cat /run/secrets/migrator-password`
select :'application_password' = '' or :'migrator_password' = '' as password_is_empty \gset
\if :password_is_empty
  do 'begin raise exception $$A password in the folder "secrets" is empty.$$; end';
\endif
alter role provisioning_app password :'application_password';
alter role provisioning_migrator password :'migrator_password';
create database provisioning owner provisioning_migrator;
