-- What db/tenant calls as provisioning_migrator. Requests cannot call these functions.

-- The tables that have rows of tenants, each after the tables that its foreign keys refer to. Read from the catalog, so that a command cannot
-- forget a new table.
--   columns  the columns of a copy, which has no generated ones
--   sorting  an order of rows that does not depend on the locale of the database
create or replace function provisioning.tenant_tables() returns table (name text, columns text, sorting text) language sql stable as $$
  with recursive owned as (
    select c.oid from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attname = 'tenant_id' and not a.attisdropped
      where c.relnamespace = 'provisioning'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition),
  referring (oid, depth) as (
    select oid, 0 from owned
    union
    select k.conrelid, r.depth + 1 from referring r join pg_constraint k on k.confrelid = r.oid and k.conrelid <> r.oid and k.contype = 'f'
      where r.depth < 100),
  stored as (
    select a.attrelid, a.attnum, quote_ident(a.attname) as name,
        quote_ident(a.attname) || case when a.attcollation <> 0 then ' collate "C"' else '' end as sorted,
        array_position(i.indkey::int2[], a.attnum) as place, i.indrelid is null as without_key
      from pg_attribute a left join pg_index i on i.indrelid = a.attrelid and i.indisprimary
      where a.attnum > 0 and not a.attisdropped and a.attgenerated = '')
  select c.relname::text, string_agg(s.name, ', ' order by s.attnum),
      string_agg(s.sorted, ', ' order by s.place, s.attnum) filter (where s.without_key or s.place < i.indnkeyatts)
    from owned o join pg_class c on c.oid = o.oid join stored s on s.attrelid = o.oid
      left join pg_index i on i.indrelid = o.oid and i.indisprimary
    group by c.oid, c.relname
    order by (select max(r.depth) from referring r where r.oid = c.oid), c.relname
$$;
revoke all on function provisioning.tenant_tables() from public;

-- How many rows a tenant has in each of these tables, also in those where it has none.
create or replace function provisioning.tenant_rows(p_tenant uuid) returns table (name text, number bigint) language plpgsql stable as $$
begin
  for name in select t.name from provisioning.tenant_tables() t loop
    execute format('select count(*) from provisioning.%I where tenant_id = $1', name) into number using p_tenant;
    return next;
  end loop;
end
$$;
revoke all on function provisioning.tenant_rows(uuid) from public;

-- Locks the tenant that an operator saw under a subdomain. Nodes that start wait until the transaction ends; heartbeats go on.
create or replace function provisioning.lock_tenant(p_subdomain text, p_tenant uuid) returns provisioning.tenant language plpgsql as $$
declare
  found_tenant provisioning.tenant;
begin
  perform provisioning.sees_every_row(), pg_advisory_xact_lock(hashtextextended('provisioning.node', 0));
  select * into found_tenant from provisioning.tenant where subdomain = p_subdomain and tenant_id = p_tenant for update;
  if not found then
    raise exception 'The tenant "%" (%) does not exist any more. Start again.', p_subdomain, p_tenant;
  end if;
  return found_tenant;
end
$$;
revoke all on function provisioning.lock_tenant(text, uuid) from public;

-- Rejects a subdomain that a tenant has or had: an outdated list of tenants would serve the wrong one.
create or replace function provisioning.require_unused_subdomain(p_subdomain text) returns void language plpgsql as $$
declare
  taken text;
begin
  perform provisioning.sees_every_row(), pg_advisory_xact_lock(hashtextextended('provisioning.node', 0));
  if exists (select from provisioning.tenant where subdomain = p_subdomain) then
    raise exception 'The tenant "%" already exists in this database.', p_subdomain;
  end if;
  select subdomain into taken from provisioning.tenant where p_subdomain = any (former_subdomains);
  if found then
    raise exception 'The tenant "%" was called "%" before. If "%" is a new customer, run as provisioning_migrator: update provisioning.tenant set former_subdomains = array_remove(former_subdomains, ''%''); and start again.',
      taken, p_subdomain, p_subdomain, p_subdomain;
  end if;
end
$$;
revoke all on function provisioning.require_unused_subdomain(text) from public;

create or replace function provisioning.add_tenant(p_subdomain text) returns uuid language plpgsql as $$
begin
  perform provisioning.require_unused_subdomain(p_subdomain);
  return provisioning.enable_tenant(p_subdomain);
end
$$;
revoke all on function provisioning.add_tenant(text) from public;

-- The last step of an import: suspends the tenant whose rows were loaded. Rejects a tenant that has another subdomain than the operator confirmed,
-- or one that another tenant had. Locks only now, so that nodes can start while the rows are loaded.
create or replace function provisioning.complete_import(p_tenant uuid, p_subdomain text) returns void language plpgsql as $$
declare
  imported provisioning.tenant;
  other record;
begin
  perform provisioning.sees_every_row(), pg_advisory_xact_lock(hashtextextended('provisioning.node', 0));
  update provisioning.tenant set suspended_at = clock_timestamp() where tenant_id = p_tenant returning * into imported;
  if imported.subdomain is distinct from p_subdomain then
    raise exception 'The copy has the tenant "%", but its manifest names "%".', imported.subdomain, p_subdomain;
  end if;
  for other in
    select subdomain as present, p_subdomain as past from provisioning.tenant where p_subdomain = any (former_subdomains) and tenant_id <> p_tenant
    union all
    select p_subdomain, subdomain from provisioning.tenant where subdomain = any (imported.former_subdomains) and tenant_id <> p_tenant
  loop
    raise exception 'The tenant "%" was called "%" before, and another tenant of this database has this name.', other.present, other.past;
  end loop;
end
$$;
revoke all on function provisioning.complete_import(uuid, text) from public;

-- Gives a tenant another subdomain. Nodes that run keep serving the previous one until they restart. A node that starts with the previous one in
-- its list is rejected.
create or replace function provisioning.rename_tenant(p_former text, p_tenant uuid, p_subdomain text) returns void language plpgsql as $$
declare
  t provisioning.tenant := provisioning.lock_tenant(p_former, p_tenant);
begin
  -- A tenant can get its own previous name back.
  if p_subdomain <> all (t.former_subdomains) or exists (select from provisioning.tenant where subdomain = p_subdomain) then
    perform provisioning.require_unused_subdomain(p_subdomain);
  end if;
  update provisioning.tenant set subdomain = p_subdomain, former_subdomains = array_remove(former_subdomains, p_subdomain) || subdomain
    where tenant_id = t.tenant_id;
end
$$;
revoke all on function provisioning.rename_tenant(text, uuid, text) from public;

-- Rejects a tenant that a node may serve. A node that stops deletes its row. One that was killed, or that cannot reach the database, leaves an old
-- row, and the second kind may still serve.
create or replace function provisioning.require_unlisted(p_tenant uuid, p_ignore_lost boolean) returns void language plpgsql as $$
declare
  nodes text;
begin
  select string_agg(name, '; ' order by name) into nodes from provisioning.running_node where p_tenant = any (tenants);
  if nodes is not null then
    raise exception 'Running nodes list the tenant: %. Suspend it first.', nodes;
  end if;
  select string_agg(name || ', last seen ' || to_char(seen_at at time zone 'UTC', 'YYYY-MM-DD HH24:MI:SS') || ' UTC', '; ' order by name) into nodes
    from provisioning.node where p_tenant = any (tenants);
  if nodes is not null and not p_ignore_lost then
    raise exception 'Nodes that list the tenant did not report that they stopped: %. They were killed, or cannot reach the database and may still serve. Make sure that they do not run, and use --ignore-lost.',
      nodes;
  end if;
end
$$;
revoke all on function provisioning.require_unlisted(uuid, boolean) from public;

-- Suspends a tenant that no node serves, as the next heartbeat would do.
create or replace function provisioning.suspend_tenant(p_subdomain text, p_tenant uuid, p_ignore_lost boolean) returns timestamptz language plpgsql as $$
declare
  t provisioning.tenant := provisioning.lock_tenant(p_subdomain, p_tenant);
begin
  perform provisioning.require_unlisted(t.tenant_id, p_ignore_lost);
  update provisioning.tenant set suspended_at = coalesce(suspended_at, clock_timestamp()) where tenant_id = t.tenant_id
    returning suspended_at into t.suspended_at;
  return t.suspended_at;
end
$$;
revoke all on function provisioning.suspend_tenant(text, uuid, boolean) from public;

-- Deletes a tenant and everything that it has, and returns how many rows each table had. Rejects a tenant that was in use after the operator saw
-- since when it is suspended.
create or replace function provisioning.erase_tenant(p_subdomain text, p_tenant uuid, p_suspended_at timestamptz, p_ignore_lost boolean)
  returns table (name text, deleted bigint) language plpgsql as $$
declare
  t provisioning.tenant := provisioning.lock_tenant(p_subdomain, p_tenant);
begin
  perform provisioning.require_unlisted(t.tenant_id, p_ignore_lost), set_config('provisioning.tenant_transfer', 'on', true);
  if t.suspended_at is null or t.suspended_at is distinct from p_suspended_at then
    raise exception 'The tenant "%" was in use meanwhile. Start again.', p_subdomain;
  end if;
  for name in select o.name from provisioning.tenant_tables() with ordinality o order by o.ordinality desc loop
    execute format('delete from provisioning.%I where tenant_id = $1', name) using t.tenant_id;
    get diagnostics deleted = row_count;
    return next;
  end loop;
end
$$;
revoke all on function provisioning.erase_tenant(text, uuid, timestamptz, boolean) from public;
