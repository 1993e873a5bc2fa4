-- Who may do what in the console: known browsers, sessions that people can list, links that people are told about.

-- The permissions of an active user, by all roles; nothing for anybody else.
create function provisioning.permissions_of(p_tenant uuid, p_user uuid) returns setof text language sql stable as $$
  select distinct p.permission
    from provisioning.scim_user u
    join provisioning.role_member m on m.tenant_id = u.tenant_id and m.user_id = u.id
    join provisioning.role_permission p on p.tenant_id = m.tenant_id and p.role_id = m.role_id
    where u.tenant_id = p_tenant and u.id = p_user and u.active
$$;

-- A browser in which a user signed in. Its cookie holds 256 random bits, the table their digest; it opens nothing without the password.
create table provisioning.known_browser (
  tenant_id uuid not null,
  id uuid not null,
  user_id uuid not null,
  digest bytea not null,
  created_at timestamptz not null default now(),
  last_used_at timestamptz not null default now(),
  -- When the user acknowledged in this browser which password links were made.
  links_seen_at timestamptz,
  primary key (tenant_id, id),
  constraint "known_browser_is_one" unique (tenant_id, user_id, digest),
  constraint "known_browser_user_exists" foreign key (tenant_id, user_id) references provisioning.scim_user on delete cascade
);
create index known_browser_digest on provisioning.known_browser (tenant_id, digest);
alter table provisioning.known_browser enable row level security;
alter table provisioning.known_browser force row level security;
create policy own_tenant on provisioning.known_browser using (tenant_id = nullif(current_setting('provisioning.tenant', true), '')::uuid);
grant select, insert, update, delete on provisioning.known_browser to provisioning_app;

alter table provisioning.console_session add constraint "console_session_browser_exists"
  foreign key (tenant_id, browser_id) references provisioning.known_browser on delete set null (browser_id);
create index console_session_browser on provisioning.console_session (tenant_id, browser_id);
