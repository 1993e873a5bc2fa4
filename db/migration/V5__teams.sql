-- Teams have names by which departments find them: their own, former ones, and the aliases that the tenant's configuration lists.

-- The department as teams compare it: white space folded, then folded by Java as all keys are.
update provisioning.scim_user
  set keys = keys || jsonb_build_object('urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:departmentKey',
    btrim(regexp_replace(keys ->> 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department', '\s+', ' ', 'g')))
  where keys ->> 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department' ~ '\S';
alter table provisioning.scim_user
  add column department_key text collate "C" generated always as (
    keys ->> 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:departmentKey') stored;
-- Departments that have no team: where the tenant does not let them make one.
create index user_without_team on provisioning.scim_user (tenant_id, department_key) where team_id is null and department_key is not null;

-- Head-counts are read from the index alone.
drop index provisioning.user_team;
create index user_team on provisioning.scim_user (tenant_id, team_id, active) where team_id is not null;

alter table provisioning.team
  -- Whether an administrator made or renamed it: its name is then theirs.
  add column made_by_hand boolean not null default false,
  add column empty_since timestamptz,
  add column archived_at timestamptz;

create table provisioning.team_name (
  tenant_id uuid not null,
  name_key text collate "C" not null,
  team_id uuid not null,
  -- Listed in the tenant's configuration, and gone with it.
  alias boolean not null default false,
  -- The team whose own or former name an alias has taken over; it gets the name back.
  covered_team_id uuid,
  primary key (tenant_id, name_key),
  constraint "team_name_team_exists" foreign key (tenant_id, team_id) references provisioning.team on delete cascade,
  constraint "team_name_covered_team_exists" foreign key (tenant_id, covered_team_id) references provisioning.team
    on delete set null (covered_team_id),
  constraint team_name_covered check (alias or covered_team_id is null)
);
create index team_name_team on provisioning.team_name (tenant_id, team_id);
insert into provisioning.team_name (tenant_id, name_key, team_id) select tenant_id, name_key, id from provisioning.team;
alter table provisioning.team_name enable row level security;
alter table provisioning.team_name force row level security;
create policy own_tenant on provisioning.team_name using (tenant_id = nullif(current_setting('provisioning.tenant', true), '')::uuid);
grant select, insert, update, delete on provisioning.team_name to provisioning_app;
