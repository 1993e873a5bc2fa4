-- sign_in_key follows the password: the userName that the user signs in with.
create or replace function provisioning.set_sign_in_key() returns trigger language plpgsql as $$
begin
  new.sign_in_key := (select user_name_key from provisioning.scim_user where tenant_id = new.tenant_id and id = new.user_id);
  return new;
end
$$;
create or replace trigger sign_in_key_set before insert or update of password_hash on provisioning.credential
  for each row when (not provisioning.is_tenant_transfer()) execute function provisioning.set_sign_in_key();

-- Creates a link with which a user sets a password: once, within 24 hours. A previous unused link expires. Returns the secret part of the link.
create or replace function provisioning.make_password_link(p_tenant uuid, p_user uuid, p_created_by text) returns text language plpgsql as $$
declare
  raw text := 'rllink_' || replace(gen_random_uuid()::text || gen_random_uuid()::text, '-', '');
  user_name text;
begin
  perform set_config('provisioning.tenant', p_tenant::text, true);
  select u.user_name into user_name from provisioning.scim_user u
    where u.tenant_id = p_tenant and u.id = p_user and u.active for key share;
  if not found then
    raise exception 'There is no such active user.';
  end if;
  update provisioning.password_link set expires_at = now()
    where tenant_id = p_tenant and user_id = p_user and used_at is null and expires_at > now();
  insert into provisioning.password_link (tenant_id, id, user_id, digest, created_by, expires_at)
    values (p_tenant, gen_random_uuid(), p_user, sha256(convert_to(raw, 'UTF8')), p_created_by, now() + interval '24 hours');
  insert into provisioning.activity (tenant_id, actor, action, resource_type, resource_id, resource_name)
    values (p_tenant, p_created_by, 'password.link_created', 'User', p_user::text, user_name);
  return raw;
end
$$;

-- The operator's command for the first administrator of a tenant, and for one who forgot the password. Append the result to the address of the
-- tenant:
--
--   select provisioning.password_link('acme', 'admin@example.com');   →   /set-password#rllink_…
create or replace function provisioning.password_link(p_subdomain text, p_user_name text) returns text language plpgsql as $$
declare
  tenant uuid;
  user_id uuid;
begin
  select tenant_id into tenant from provisioning.tenant where subdomain = p_subdomain;
  if not found then
    raise exception 'There is no tenant "%".', p_subdomain;
  end if;
  perform set_config('provisioning.tenant', tenant::text, true);
  -- As Java computes keys, independent of the locale of the database.
  select id into user_id from provisioning.scim_user
    where tenant_id = tenant and user_name_key = normalize(lower(normalize(p_user_name, NFC) collate "und-x-icu"), NFC) and active;
  if not found then
    raise exception 'Tenant "%" has no active user with userName "%".', p_subdomain, p_user_name;
  end if;
  return '/set-password#' || provisioning.make_password_link(tenant, user_id, 'ops');
end
$$;
-- Requests create links only by id.
revoke all on function provisioning.password_link(text, text) from public;

-- Password links of the last 30 days that the user acknowledged neither in this session nor in its browser. A link that was used in this browser is not
-- one of them, and neither is one that nobody used or can use any more, if the user then used a newer one here.
create or replace function provisioning.new_links(p_tenant uuid, p_session uuid) returns setof provisioning.password_link language sql stable as $$
  select l.* from provisioning.console_session s
  join provisioning.password_link l on l.tenant_id = s.tenant_id and l.user_id = s.user_id
  left join provisioning.known_browser b on b.tenant_id = s.tenant_id and b.id = s.browser_id
  where s.tenant_id = p_tenant and s.id = p_session
    and l.created_at > greatest(now() - interval '30 days', s.links_seen_at, b.links_seen_at)
    and l.used_browser_id is distinct from coalesce(s.browser_id, s.id)
    and (l.used_at is not null or l.expires_at > now()
      or not exists (select from provisioning.password_link newer
        where newer.tenant_id = l.tenant_id and newer.user_id = l.user_id and newer.created_at > l.created_at
          and newer.used_browser_id = s.browser_id))
$$;

-- The session of a cookie, with the current permissions of its user; no row when it has expired, was idle too long, or its user is not active.
-- Records the visit once a minute, unless the page polls by itself.
create or replace function provisioning.read_session(p_tenant uuid, p_digest bytea, p_idle interval, p_visit boolean)
  returns table (id uuid, user_id uuid, user_name text, display_name text, permissions text[], new_links boolean)
  language plpgsql set plan_cache_mode = force_generic_plan as $$
begin
  if p_visit and current_setting('transaction_read_only') = 'off' then
    update provisioning.console_session s set last_seen_at = now()
      where s.tenant_id = p_tenant and s.digest = p_digest and s.expires_at > now()
        and s.last_seen_at between now() - p_idle and now() - interval '1 minute';
  end if;
  return query
    select s.id, u.id, u.user_name, u.display_name,
        array(select distinct p.permission
          from provisioning.role_member m
          join provisioning.role_permission p on p.tenant_id = m.tenant_id and p.role_id = m.role_id
          where m.tenant_id = s.tenant_id and m.user_id = s.user_id),
        exists (select from provisioning.new_links(s.tenant_id, s.id))
      from provisioning.console_session s
      join provisioning.scim_user u on u.tenant_id = s.tenant_id and u.id = s.user_id and u.active
      where s.tenant_id = p_tenant and s.digest = p_digest and s.expires_at > now() and s.last_seen_at > now() - p_idle;
end
$$;

-- Deactivating a user ends all sessions, unused password links and known browsers, also after a reactivation. When an inactive user, or one who
-- becomes inactive, gets another userName, the account may go to another person: the password is deleted.
create or replace function provisioning.revoke_access() returns trigger language plpgsql as $$
begin
  delete from provisioning.console_session where tenant_id = new.tenant_id and user_id = new.id;
  delete from provisioning.known_browser where tenant_id = new.tenant_id and user_id = new.id;
  delete from provisioning.password_link where tenant_id = new.tenant_id and user_id = new.id and used_at is null;
  if old.user_name_key is distinct from new.user_name_key then
    delete from provisioning.credential where tenant_id = new.tenant_id and user_id = new.id;
  end if;
  return null;
end
$$;
create or replace trigger user_access_revoked after update on provisioning.scim_user
  for each row when (old.active and not new.active
    or not old.active and old.user_name_key is distinct from new.user_name_key)
  execute function provisioning.revoke_access();
