-- What reports ask: who moved when and by whose doing, figures day by day, tokens that may read reports, and names that are erased in time.

-- Whose doing a transaction is: scim, admin, timer or configuration; ops when nobody said so. Named together with the tenant.
create or replace function provisioning.enter(p_tenant uuid, p_base_url text) returns boolean language plpgsql as $$
begin
  perform set_config('provisioning.tenant', p_tenant::text, true), set_config('provisioning.base_url', p_base_url, true),
    set_config('provisioning.source', case when p_base_url is null then 'admin' else 'scim' end, true);
  return true;
end
$$;
create function provisioning.enter_for_timer(p_tenant uuid) returns boolean language plpgsql as $$
begin
  perform set_config('provisioning.tenant', p_tenant::text, true), set_config('provisioning.source', 'timer', true);
  return true;
end
$$;

-- Each change of somebody's manager, team or roles after their arrival, written by triggers so that no way of changing forgets it. Ids
-- only: names are looked up by who reads.
create table provisioning.placement_change (
  tenant_id uuid not null references provisioning.tenant,
  id uuid not null default provisioning.time_ordered_id(),
  user_id uuid not null,
  at timestamptz not null default clock_timestamp(),
  kind text not null constraint placement_change_kind check (kind in ('manager', 'team', 'role')),
  before_id uuid,
  after_id uuid,
  source text not null,
  primary key (tenant_id, id)
);
create index placement_change_user on provisioning.placement_change (tenant_id, user_id, id);

create function provisioning.source() returns text language sql stable
  return coalesce(nullif(current_setting('provisioning.source', true), ''), 'ops');

create function provisioning.note_placement() returns trigger language plpgsql as $$
begin
  if old.manager_id is distinct from new.manager_id then
    insert into provisioning.placement_change (tenant_id, user_id, kind, before_id, after_id, source)
      values (new.tenant_id, new.id, 'manager', old.manager_id, new.manager_id, provisioning.source());
  end if;
  if old.team_id is distinct from new.team_id then
    insert into provisioning.placement_change (tenant_id, user_id, kind, before_id, after_id, source)
      values (new.tenant_id, new.id, 'team', old.team_id, new.team_id, provisioning.source());
  end if;
  return null;
end
$$;
create trigger user_placed after update of manager_id, team_id on provisioning.scim_user
  for each row when (old.manager_id is distinct from new.manager_id or old.team_id is distinct from new.team_id)
  execute function provisioning.note_placement();

create function provisioning.note_role_change() returns trigger language plpgsql as $$
begin
  insert into provisioning.placement_change (tenant_id, user_id, kind, before_id, after_id, source)
    select tenant_id, user_id, 'role', case tg_op when 'DELETE' then role_id end, case tg_op when 'INSERT' then role_id end, provisioning.source()
      from changed;
  return null;
end
$$;
create trigger members_gained after insert on provisioning.role_member referencing new table as changed
  for each statement execute function provisioning.note_role_change();
create trigger members_lost after delete on provisioning.role_member referencing old table as changed
  for each statement execute function provisioning.note_role_change();

-- A person's lines of the activity.
create index activity_resource on provisioning.activity (tenant_id, resource_id, id) where resource_id is not null;

-- Figures of a tenant as they were at the end of each day; today's row is brought up to date by the timer.
create table provisioning.daily_figure (
  tenant_id uuid not null references provisioning.tenant,
  day date not null,
  active_people bigint not null,
  inactive_people bigint not null,
  teams bigint not null,
  pending_managers bigint not null,
  -- Exchanges with the identity provider on that day, and those of them that were refused.
  exchanges bigint not null,
  refused bigint not null,
  -- The last line of the activity that was counted.
  last_activity uuid,
  primary key (tenant_id, day)
);

-- How many active people a team had at the end of a day; a day without a row is as the day before.
create table provisioning.team_size (
  tenant_id uuid not null,
  team_id uuid not null,
  day date not null,
  people bigint not null,
  primary key (tenant_id, team_id, day),
  constraint "team_size_team_exists" foreign key (tenant_id, team_id) references provisioning.team on delete cascade
);

-- What was deleted by SCIM loses its names after the configured time; the row stays, so that counts do.
alter table provisioning.deleted_user add column erased_at timestamptz;
create index deleted_user_named on provisioning.deleted_user (tenant_id, deleted_at) where erased_at is null;

-- So do their deeds, by the id of whose they are: they may have had other names then. The application says it together with the tenant.
alter table provisioning.activity add column actor_id uuid default nullif(current_setting('provisioning.actor_id', true), '')::uuid;
create index activity_actor on provisioning.activity (tenant_id, actor_id) where actor_id is not null;
alter table provisioning.api_token add column created_by_id uuid default nullif(current_setting('provisioning.actor_id', true), '')::uuid;
alter table provisioning.password_link add column created_by_id uuid default nullif(current_setting('provisioning.actor_id', true), '')::uuid;
drop function provisioning.enter_as_person(uuid, text, text);
create function provisioning.enter_as_person(p_tenant uuid, p_person uuid, p_client text, p_source text) returns boolean language plpgsql as $$
begin
  perform provisioning.enter(p_tenant, null), set_config('provisioning.actor_kind', 'person', true),
    set_config('provisioning.actor_id', p_person::text, true), set_config('provisioning.actor_client', coalesce(p_client, ''), true),
    set_config('provisioning.actor_source', coalesce(p_source, ''), true);
  return true;
end
$$;

do $$
declare
  t text;
begin
  foreach t in array '{placement_change,daily_figure,team_size}'::text[] loop
    execute format('alter table provisioning.%I enable row level security', t);
    execute format('alter table provisioning.%I force row level security', t);
    execute format('create policy own_tenant on provisioning.%I using (tenant_id = nullif(current_setting(''provisioning.tenant'', true), '''')::uuid)', t);
  end loop;
end
$$;
grant select, insert, update, delete on provisioning.daily_figure, provisioning.team_size to provisioning_app;

-- Tokens are for provisioning or for reading reports, never for both.
alter table provisioning.api_token add column purpose text not null default 'scim'
  constraint api_token_purpose check (purpose in ('scim', 'reports'));
drop function provisioning.authenticate(bytea, text, text);
create function provisioning.authenticate(p_digest bytea, p_client text, p_source text)
  returns table (tenant_id uuid, token_id uuid, state text, purpose text)
  language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  t provisioning.api_token;
begin
  select * into t from provisioning.api_token where digest = p_digest;
  if not found then
    return;
  end if;
  tenant_id := t.tenant_id;
  token_id := t.id;
  purpose := t.purpose;
  state := case when t.revoked_at is not null then 'revoked' when t.expires_at <= now() then 'expired' else 'live' end;
  -- A read must not fail, nor wait, for the sake of this note.
  if state = 'live' and current_setting('transaction_read_only') = 'off' and (t.last_used_at is null
      or t.last_used_at < now() - case when t.last_used_client is distinct from p_client then interval '1 second' else interval '1 minute' end) then
    update provisioning.api_token a set last_used_at = now(), last_used_client = p_client, last_used_source = p_source
      where a.tenant_id = t.tenant_id and a.id = (
        select k.id from provisioning.api_token k where k.tenant_id = t.tenant_id and k.id = t.id for no key update skip locked);
  end if;
  return next;
end
$$;
revoke all on function provisioning.authenticate(bytea, text, text) from public;
grant execute on function provisioning.authenticate(bytea, text, text) to provisioning_app;

-- Makes the tenant's token for SCIM, or for reading reports; the one of the other purpose stays as it is. The former dies, or after the
-- overlap where one is given; so may the new one after a lifetime. The raw value is returned this once; only its digest stays. The ops command:
--
--   select provisioning.generate_api_token(tenant_id, 'ops') from provisioning.tenant where subdomain = 'acme';
drop function provisioning.generate_api_token(uuid, text, interval, interval);
create function provisioning.generate_api_token(
    p_tenant uuid, p_created_by text, p_lifetime interval default null, p_overlap interval default null, p_purpose text default 'scim')
  returns text language plpgsql as $$
declare
  -- 244 random bits from the server's cryptographic source; the prefix is for secret scanners.
  raw text := case p_purpose when 'scim' then 'rlscim_' else 'rlreport_' end
    || replace(gen_random_uuid()::text || gen_random_uuid()::text, '-', '');
  former boolean;
begin
  perform set_config('provisioning.tenant', p_tenant::text, true);
  -- Two at once must not leave two current tokens.
  perform pg_advisory_xact_lock(hashtextextended('api_token ' || p_tenant, 0));
  if p_overlap > interval '0' then
    update provisioning.api_token set revoked_at = now()
      where tenant_id = p_tenant and purpose = p_purpose and revoked_at is null and superseded_at is not null;
    update provisioning.api_token set superseded_at = now(), expires_at = least(expires_at, now() + p_overlap)
      where tenant_id = p_tenant and purpose = p_purpose and revoked_at is null;
  else
    update provisioning.api_token set revoked_at = now() where tenant_id = p_tenant and purpose = p_purpose and revoked_at is null;
  end if;
  former := found;
  insert into provisioning.api_token (tenant_id, id, digest, last_four, created_by, expires_at, purpose)
    values (p_tenant, gen_random_uuid(), sha256(convert_to(raw, 'UTF8')), right(raw, 4), p_created_by, now() + p_lifetime, p_purpose);
  insert into provisioning.activity (tenant_id, actor, action, detail)
    values (p_tenant, p_created_by, case p_purpose when 'scim' then 'token.generated' else 'reportToken.generated' end,
      'A new ' || case p_purpose when 'scim' then 'API' else 'report' end || ' token ending in ' || right(raw, 4) || ' was generated'
      || case when not former then '.'
        when p_overlap > interval '0'
          then '; the former one works until ' || to_char((now() + p_overlap) at time zone 'UTC', 'YYYY-MM-DD HH24:MI') || ' UTC.'
        else '; the former one no longer works.' end
      || coalesce(' It expires on ' || to_char((now() + p_lifetime) at time zone 'UTC', 'YYYY-MM-DD HH24:MI') || ' UTC.', ''));
  return raw;
end
$$;

drop function provisioning.revoke_api_token(uuid, text);
create function provisioning.revoke_api_token(p_tenant uuid, p_revoked_by text, p_purpose text default 'scim')
  returns boolean language plpgsql as $$
begin
  perform set_config('provisioning.tenant', p_tenant::text, true);
  update provisioning.api_token set revoked_at = now() where tenant_id = p_tenant and purpose = p_purpose and revoked_at is null;
  if not found then
    return false;
  end if;
  insert into provisioning.activity (tenant_id, actor, action, detail)
    values (p_tenant, p_revoked_by, case p_purpose when 'scim' then 'token.revoked' else 'reportToken.revoked' end,
      case p_purpose when 'scim' then 'The API token was revoked.' else 'The report token was revoked.' end);
  return true;
end
$$;
