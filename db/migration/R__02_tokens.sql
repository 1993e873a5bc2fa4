-- Looks up a token of any tenant by its digest of 244 random bits, so it reads across tenants (ADR 2). Records the use of the token once a minute
-- for each client, and when the client changed. A node looks a token up once a second for each client, so that two clients cause few writes. Of clients
-- with a new name for each request, the first 50 are recorded.
create or replace function provisioning.authenticate(p_digest bytea, p_client text, p_source text)
  returns table (tenant_id uuid, token_id uuid, state text, purpose text, expires_at timestamptz)
  language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  t provisioning.api_token;
  client text := coalesce(p_client, '');
begin
  select * into t from provisioning.api_token where digest = p_digest;
  if not found then
    return;
  end if;
  tenant_id := t.tenant_id;
  token_id := t.id;
  purpose := t.purpose;
  expires_at := t.expires_at;
  state := case when t.revoked_at is not null then 'revoked' when t.expires_at <= now() then 'expired' else 'live' end;
  -- A read must neither fail nor wait because of this update.
  if state = 'live' and current_setting('transaction_read_only') = 'off' and (t.last_used_at is null
      or t.last_used_client is distinct from p_client or t.last_used_at < now() - interval '1 minute'
      or not t.clients ? client or (t.clients ->> client)::timestamptz < now() - interval '1 minute') then
    update provisioning.api_token a set last_used_at = now(), last_used_client = p_client, last_used_source = p_source,
        clients = case when a.clients ? client or (select count(*) from jsonb_object_keys(a.clients)) < 50
          then a.clients || jsonb_build_object(client, now()) else a.clients end
      where a.tenant_id = t.tenant_id and a.id = (
        select k.id from provisioning.api_token k where k.tenant_id = t.tenant_id and k.id = t.id for no key update skip locked);
  end if;
  return next;
end
$$;
revoke all on function provisioning.authenticate(bytea, text, text) from public;
grant execute on function provisioning.authenticate(bytea, text, text) to provisioning_app;

-- Generates the tenant's token for SCIM, for reading reports or for reading the activity. The tokens of the other purposes do not change. The previous token of this
-- purpose stops working, or works until the end of the overlap if one is given. The new token expires after its lifetime if one is given. The
-- function returns the token, which is stored nowhere: the table keeps only its digest. The operator's command:
--
--   select provisioning.generate_api_token(tenant_id, 'ops') from provisioning.tenant where subdomain = 'acme';
create or replace function provisioning.generate_api_token(
    p_tenant uuid, p_created_by text, p_lifetime interval default null, p_overlap interval default null, p_purpose text default 'scim',
    p_name text default null)
  returns text language plpgsql as $$
declare
  -- 244 random bits from the server's cryptographic source; the prefix is for secret scanners.
  raw text := case p_purpose when 'scim' then 'rlscim_' when 'reports' then 'rlreport_' else 'rlactivity_' end
    || replace(gen_random_uuid()::text || gen_random_uuid()::text, '-', '');
  revoked boolean;
  previous_ends timestamptz;
begin
  perform set_config('provisioning.tenant', p_tenant::text, true);
  -- Two transactions at the same time must not leave two current tokens.
  perform pg_advisory_xact_lock(hashtextextended('api_token ' || p_tenant, 0));
  if p_overlap > interval '0' then
    update provisioning.api_token set revoked_at = now()
      where tenant_id = p_tenant and purpose = p_purpose and revoked_at is null and superseded_at is not null;
    with previous as (
      update provisioning.api_token set superseded_at = now(), expires_at = least(expires_at, now() + p_overlap)
        where tenant_id = p_tenant and purpose = p_purpose and revoked_at is null returning expires_at)
    select max(expires_at) into previous_ends from previous;
  else
    update provisioning.api_token set revoked_at = now() where tenant_id = p_tenant and purpose = p_purpose and revoked_at is null;
    revoked := found;
  end if;
  insert into provisioning.api_token (tenant_id, id, digest, last_four, name, created_by, expires_at, purpose)
    values (p_tenant, gen_random_uuid(), sha256(convert_to(raw, 'UTF8')), right(raw, 4), p_name, p_created_by, now() + p_lifetime, p_purpose);
  insert into provisioning.activity (tenant_id, actor, action, consequences)
    select p_tenant, p_created_by, case p_purpose when 'scim' then 'token.generated' when 'reports' then 'reportToken.generated' else 'activityToken.generated' end,
        jsonb_agg(jsonb_build_object(c.key, c.arguments) order by c.number)
      from (values
        (1, true, 'TOKEN_ENDS_WITH', jsonb_build_array(right(raw, 4))),
        (2, previous_ends > now(), 'PREVIOUS_TOKEN_EXPIRES',
          jsonb_build_array(to_char(previous_ends at time zone 'UTC', 'YYYY-MM-DD HH24:MI'))),
        (3, revoked, 'PREVIOUS_TOKEN_REVOKED', '[]'),
        (4, p_lifetime is not null, 'TOKEN_EXPIRES',
          jsonb_build_array(to_char((now() + p_lifetime) at time zone 'UTC', 'YYYY-MM-DD HH24:MI')))) c (number, applies, key, arguments)
      where c.applies;
  return raw;
end
$$;

create or replace function provisioning.revoke_api_token(p_tenant uuid, p_revoked_by text, p_purpose text default 'scim')
  returns boolean language plpgsql as $$
begin
  perform set_config('provisioning.tenant', p_tenant::text, true);
  update provisioning.api_token set revoked_at = now() where tenant_id = p_tenant and purpose = p_purpose and revoked_at is null;
  if not found then
    return false;
  end if;
  insert into provisioning.activity (tenant_id, actor, action)
    values (p_tenant, p_revoked_by, case p_purpose when 'scim' then 'token.revoked' when 'reports' then 'reportToken.revoked'
      else 'activityToken.revoked' end);
  return true;
end
$$;
