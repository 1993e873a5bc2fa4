-- The console: who may sign in with a password, their sessions, and what its pages ask.

-- An optional overlap lets the former token live on for a while: it is superseded, and expires.
alter table provisioning.api_token add column superseded_at timestamptz;

-- Values of changed attributes, where the tenant's settings ask for them.
alter table provisioning.activity add column changed_values jsonb;

-- What a filter asked for is no longer kept: it may be a name.
update provisioning.activity set detail = regexp_replace(detail, '''.*''', '''…''') where scim_type = 'invalidFilter';

-- Whose doing a line is, apart from the name: somebody may be called scim or timer. What the application does not say was done by ops, who
-- call the functions below; the application says it to them, and from where, by settings of its transaction.
alter table provisioning.activity add column actor_kind text not null
    default coalesce(nullif(current_setting('provisioning.actor_kind', true), ''), 'ops')
  constraint activity_actor_kind check (actor_kind in ('provider', 'reports', 'timer', 'configuration', 'ops', 'person', 'stranger'));
alter table provisioning.activity alter column client set default nullif(current_setting('provisioning.actor_client', true), '');
alter table provisioning.activity alter column source set default nullif(current_setting('provisioning.actor_source', true), '');

-- For the transaction: somebody who is signed in does what follows.
create function provisioning.enter_as_person(p_tenant uuid, p_client text, p_source text) returns boolean language plpgsql as $$
begin
  perform provisioning.enter(p_tenant, null), set_config('provisioning.actor_kind', 'person', true),
    set_config('provisioning.actor_client', coalesce(p_client, ''), true), set_config('provisioning.actor_source', coalesce(p_source, ''), true);
  return true;
end
$$;
create index activity_failures on provisioning.activity (tenant_id, id) where status >= 400;
create index activity_tolerances on provisioning.activity (tenant_id, id) where tolerances is not null;
create index activity_unknown_members on provisioning.activity (tenant_id, id) where tolerances -> 'UNKNOWN_MEMBER_SKIPPED' is not null;
-- Tells the planner how few they are: without it the whole table seems to be quicker.
create statistics provisioning.activity_unknown_members_share on (tolerances -> 'UNKNOWN_MEMBER_SKIPPED') from provisioning.activity;
create index activity_of_others on provisioning.activity (tenant_id, id) where actor_kind not in ('provider', 'reports');

-- The hash carries its algorithm, iterations and salt.
create table provisioning.credential (
  tenant_id uuid not null,
  user_id uuid not null,
  password_hash text not null,
  changed_at timestamptz not null default now(),
  -- The user's user_name_key at the last sign-in, or when the password was set: the userName that the user is known to sign in with.
  sign_in_key text collate "C" not null,
  primary key (tenant_id, user_id),
  constraint "credential_user_exists" foreign key (tenant_id, user_id) references provisioning.scim_user on delete cascade
);

create function provisioning.keep_sign_in_key() returns trigger language plpgsql as $$
begin
  new.sign_in_key := (select user_name_key from provisioning.scim_user where tenant_id = new.tenant_id and id = new.user_id);
  return new;
end
$$;
create trigger sign_in_key_kept before insert or update of password_hash on provisioning.credential
  for each row execute function provisioning.keep_sign_in_key();

-- A single-use way to set a password. Not unique by digest: 244 random bits need no guard.
create table provisioning.password_link (
  tenant_id uuid not null,
  id uuid not null,
  user_id uuid not null,
  digest bytea not null,
  created_at timestamptz not null default now(),
  created_by text not null,
  expires_at timestamptz not null,
  used_at timestamptz,
  -- The known browser in which it was used: there nobody has to be told about it.
  used_browser_id uuid,
  primary key (tenant_id, id),
  constraint "password_link_user_exists" foreign key (tenant_id, user_id) references provisioning.scim_user on delete cascade
);
create index password_link_digest on provisioning.password_link (tenant_id, digest);
create index password_link_user on provisioning.password_link (tenant_id, user_id);

-- In the database, not in a node: every node knows a session, and it ends everywhere at once.
create table provisioning.console_session (
  tenant_id uuid not null,
  id uuid not null,
  user_id uuid not null,
  digest bytea not null,
  created_at timestamptz not null default now(),
  last_seen_at timestamptz not null default now(),
  expires_at timestamptz not null,
  -- What the user is shown in the list of sessions: the User-Agent, and the address of the sign-in.
  client text,
  source text,
  -- The known browser in which it was opened.
  browser_id uuid,
  -- When the user acknowledged in this session which password links were made.
  links_seen_at timestamptz,
  primary key (tenant_id, id),
  constraint "console_session_user_exists" foreign key (tenant_id, user_id) references provisioning.scim_user on delete cascade
);
create index console_session_digest on provisioning.console_session (tenant_id, digest);
create index console_session_user on provisioning.console_session (tenant_id, user_id);

-- Failed sign-ins by what they have in common: an account, a source, both.
create table provisioning.sign_in_failure (
  tenant_id uuid not null references provisioning.tenant,
  subject text not null,
  failures int not null,
  last_at timestamptz not null,
  -- When the activity last told that attempts were put off.
  told_at timestamptz,
  primary key (tenant_id, subject)
);
create index sign_in_failure_last on provisioning.sign_in_failure (tenant_id, last_at);

do $$
declare
  t text;
begin
  foreach t in array '{credential,password_link,console_session,sign_in_failure}'::text[] loop
    execute format('alter table provisioning.%I enable row level security', t);
    execute format('alter table provisioning.%I force row level security', t);
    execute format('create policy own_tenant on provisioning.%I using (tenant_id = nullif(current_setting(''provisioning.tenant'', true), '''')::uuid)', t);
    execute format('grant select, insert, update, delete on provisioning.%I to provisioning_app', t);
  end loop;
end
$$;

-- Makes the tenant's API token. The former dies, or after the overlap where one is given; so may the new one after a lifetime. The raw
-- value is returned this once; only its digest stays. The ops command:
--
--   select provisioning.generate_api_token(tenant_id, 'ops') from provisioning.tenant where subdomain = 'acme';
drop function provisioning.generate_api_token(uuid, text);
create function provisioning.generate_api_token(
    p_tenant uuid, p_created_by text, p_lifetime interval default null, p_overlap interval default null)
  returns text language plpgsql as $$
declare
  -- 244 random bits from the server's cryptographic source; the prefix is for secret scanners.
  raw text := 'rlscim_' || replace(gen_random_uuid()::text || gen_random_uuid()::text, '-', '');
begin
  perform set_config('provisioning.tenant', p_tenant::text, true);
  -- Two at once must not leave two current tokens.
  perform pg_advisory_xact_lock(hashtextextended('api_token ' || p_tenant, 0));
  if p_overlap > interval '0' then
    update provisioning.api_token set revoked_at = now()
      where tenant_id = p_tenant and revoked_at is null and superseded_at is not null;
    update provisioning.api_token set superseded_at = now(), expires_at = least(expires_at, now() + p_overlap)
      where tenant_id = p_tenant and revoked_at is null;
  else
    update provisioning.api_token set revoked_at = now() where tenant_id = p_tenant and revoked_at is null;
  end if;
  insert into provisioning.api_token (tenant_id, id, digest, last_four, created_by, expires_at)
    values (p_tenant, gen_random_uuid(), sha256(convert_to(raw, 'UTF8')), right(raw, 4), p_created_by, now() + p_lifetime);
  insert into provisioning.activity (tenant_id, actor, action, detail)
    values (p_tenant, p_created_by, 'token.generated', 'A new API token ending in ' || right(raw, 4) || ' was generated; the former one '
      || case when p_overlap > interval '0' then 'works until ' || to_char((now() + p_overlap) at time zone 'UTC', 'YYYY-MM-DD HH24:MI') || ' UTC.'
        else 'no longer works.' end);
  return raw;
end
$$;

-- Makes the link with which a user sets a password, 24 hours and once; a former unused one dies. Returns the secret part of the link.
create function provisioning.make_password_link(p_tenant uuid, p_user uuid, p_created_by text) returns text language plpgsql as $$
declare
  raw text := 'rllink_' || replace(gen_random_uuid()::text || gen_random_uuid()::text, '-', '');
  user_name text;
begin
  perform set_config('provisioning.tenant', p_tenant::text, true);
  select u.document ->> 'userName' into user_name from provisioning.scim_user u
    where u.tenant_id = p_tenant and u.id = p_user and u.active for key share;
  if not found then
    raise exception 'There is no such active user.';
  end if;
  update provisioning.password_link set expires_at = now()
    where tenant_id = p_tenant and user_id = p_user and used_at is null and expires_at > now();
  insert into provisioning.password_link (tenant_id, id, user_id, digest, created_by, expires_at)
    values (p_tenant, gen_random_uuid(), p_user, sha256(convert_to(raw, 'UTF8')), p_created_by, now() + interval '24 hours');
  insert into provisioning.activity (tenant_id, actor, action, resource_type, resource_id, resource_name)
    values (p_tenant, p_created_by, 'password.link_made', 'User', p_user::text, user_name);
  return raw;
end
$$;

-- The ops command for a tenant's first administrator, and for one who forgot the password. Put what it prints behind the tenant's address:
--
--   select provisioning.password_link('acme', 'admin@example.com');   →   /set-password#rllink_…
create function provisioning.password_link(p_subdomain text, p_user_name text) returns text language plpgsql as $$
declare
  tenant uuid;
  user_id uuid;
begin
  select tenant_id into tenant from provisioning.tenant where subdomain = p_subdomain;
  if not found then
    raise exception 'There is no tenant "%".', p_subdomain;
  end if;
  perform set_config('provisioning.tenant', tenant::text, true);
  -- As Java makes keys, whatever the locale of the database is.
  select id into user_id from provisioning.scim_user
    where tenant_id = tenant and user_name_key = normalize(lower(normalize(p_user_name, NFC) collate "und-x-icu"), NFC) and active;
  if not found then
    raise exception 'Tenant "%" has no active user with userName "%".', p_subdomain, p_user_name;
  end if;
  return '/set-password#' || provisioning.make_password_link(tenant, user_id, 'ops');
end
$$;
-- Requests make links by id only.
revoke all on function provisioning.password_link(text, text) from public;

-- The live session of a cookie, with what its user may do as of now; nothing when it is over, idle too long, or its user is no longer
-- active. Notes the visit once a minute, unless it is the page asking by itself.
create function provisioning.read_session(p_tenant uuid, p_digest bytea, p_idle interval, p_visit boolean)
  returns table (id uuid, user_id uuid, user_name text, display_name text, permissions text[], new_links boolean)
  language plpgsql set plan_cache_mode = force_generic_plan as $$
begin
  perform provisioning.enter(p_tenant, null);
  if p_visit and current_setting('transaction_read_only') = 'off' then
    update provisioning.console_session s set last_seen_at = now()
      where s.tenant_id = p_tenant and s.digest = p_digest and s.expires_at > now()
        and s.last_seen_at between now() - p_idle and now() - interval '1 minute';
  end if;
  return query
    select s.id, u.id, u.document ->> 'userName', coalesce(u.document ->> 'displayName', u.document ->> 'userName'),
        array(select distinct p.permission
          from provisioning.role_member m
          join provisioning.role_permission p on p.tenant_id = m.tenant_id and p.role_id = m.role_id
          where m.tenant_id = s.tenant_id and m.user_id = s.user_id),
        -- Password links of the last 30 days that were acknowledged neither in this session nor in this browser.
        exists (select from provisioning.password_link l
          where l.tenant_id = s.tenant_id and l.user_id = s.user_id
            and l.created_at > greatest(now() - interval '30 days', s.links_seen_at, b.links_seen_at)
            and l.used_browser_id is distinct from coalesce(s.browser_id, s.id))
      from provisioning.console_session s
      join provisioning.scim_user u on u.tenant_id = s.tenant_id and u.id = s.user_id and u.active
      left join provisioning.known_browser b on b.tenant_id = s.tenant_id and b.id = s.browser_id
      where s.tenant_id = p_tenant and s.digest = p_digest and s.expires_at > now() and s.last_seen_at > now() - p_idle;
end
$$;

-- A user who is deactivated is signed out, stays so when reactivated, and has no known browsers any more. When the record of a user who is
-- inactive or becomes so gets another userName, it may go to somebody else: the password is deleted.
create function provisioning.end_access() returns trigger language plpgsql as $$
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
create trigger access_ends after update on provisioning.scim_user
  for each row when (old.active and not new.active
    or not old.active and old.user_name_key is distinct from new.user_name_key)
  execute function provisioning.end_access();
