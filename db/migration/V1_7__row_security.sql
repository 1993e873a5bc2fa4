-- Row security and the privileges of provisioning_app, the login that requests use.

-- A statement sees the rows of the tenant that its transaction names (TenantInterceptor). A statement of a transaction
-- that names none fails: 42704 on a new connection, and 22P02 on one that named a tenant before, where PostgreSQL leaves the setting empty. Row
-- security does not bind the owner of the tables, so provisioning_migrator needs no BYPASSRLS, which only a superuser can give. The application
-- does not start with a login for requests that owns a table (NodeLifecycle).
do $$
declare
  t regclass;
begin
  for t in
    select c.oid from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attname = 'tenant_id'
      where c.relnamespace = 'provisioning'::regnamespace and c.relkind = 'r'
  loop
    execute format('alter table %s enable row level security', t);
    execute format('create policy own_tenant on %s using (tenant_id = current_setting(''provisioning.tenant'')::uuid)', t);
  end loop;
end
$$;

grant usage on schema provisioning to provisioning_app;

grant select, insert, update, delete on
  provisioning.api_token, provisioning.team, provisioning.team_name, provisioning.scim_user, provisioning.user_email, provisioning.resource_total,
  provisioning.role, provisioning.role_permission, provisioning.role_member, provisioning.unknown_member, provisioning.credential,
  provisioning.password_link, provisioning.known_browser, provisioning.console_session, provisioning.sign_in_failure,
  provisioning.daily_metrics, provisioning.team_size, provisioning.ignored_finding to provisioning_app;
grant select, insert, update on provisioning.reconciliation to provisioning_app;
grant select, insert, update, delete on provisioning.tenant_setting to provisioning_app;
grant select on provisioning.tenant to provisioning_app;

-- History can be added, not changed or deleted. The database sets ids and times.
grant select, insert (tenant_id, id, document, user_name, user_name_key, external_id, created_at) on provisioning.deleted_user to provisioning_app;
grant select, insert (tenant_id, actor_kind, actor, actor_id, action, resource_type, resource_id, resource_name, status, scim_type, detail, changed,
  changed_values, consequences, tolerances, method, path, client, source, token_id, request_id) on provisioning.activity to provisioning_app;
grant select, insert (tenant_id, user_id, kind, before_id, after_id, source) on provisioning.assignment_change to provisioning_app;

-- Nothing uses temporary tables, and objects in pg_temp could replace others.
do $$
begin
  execute format('revoke temporary on database %I from public, provisioning_app', current_database());
end
$$;
