-- Members that an identity provider put into a group although nobody here has that id: until it removes them, pushes the group without them
-- or deletes it, or until the person arrives in the group, under the former id or, created anew with the same externalId or userName, under another one. The finding "Unknown people pushed into roles" is made of these rows.
create table provisioning.unknown_member (
  tenant_id uuid not null,
  role_id uuid not null,
  -- As it was sent; an identity provider may send names in place of ids. Cut at 256 characters.
  member text collate "C" not null,
  last_at timestamptz not null default now(),
  primary key (tenant_id, role_id, member),
  constraint "unknown_member_role_exists" foreign key (tenant_id, role_id) references provisioning.role on delete cascade
);
alter table provisioning.unknown_member enable row level security;
alter table provisioning.unknown_member force row level security;
create policy own_tenant on provisioning.unknown_member using (tenant_id = nullif(current_setting('provisioning.tenant', true), '')::uuid);
grant select, insert, update, delete on provisioning.unknown_member to provisioning_app;
