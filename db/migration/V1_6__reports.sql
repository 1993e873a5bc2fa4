-- Numbers that reports cannot compute later. Everything else in a report is read from the tables of the moment (ADR 10).

-- The numbers of a tenant at the end of each day. The timer updates the row of the current day.
create table provisioning.daily_metrics (
  tenant_id uuid not null references provisioning.tenant,
  day date not null,
  active_people bigint not null,
  inactive_people bigint not null,
  teams bigint not null,
  pending_managers bigint not null,
  -- Requests of the identity provider on that day, and how many of them were rejected.
  exchanges bigint not null,
  refused bigint not null,
  -- The last row of the activity that is counted.
  last_activity uuid,
  primary key (tenant_id, day)
);

-- The number of active users of a team at the end of a day. A day without a row has the number of the day before.
create table provisioning.team_size (
  tenant_id uuid not null,
  team_id uuid not null,
  day date not null,
  people bigint not null,
  primary key (tenant_id, team_id, day),
  constraint "team_size_team_exists" foreign key (tenant_id, team_id) references provisioning.team on delete cascade
);

-- Findings that an administrator ignores until a time. Only ids, and the reason that the administrator wrote: readers look names up.
create table provisioning.ignored_finding (
  tenant_id uuid not null references provisioning.tenant,
  kind text not null,
  -- Computed from the finding; the nil UUID stands for all findings of the kind.
  finding_id uuid not null,
  until timestamptz not null,
  reason text not null constraint ignored_finding_reason_length check (length(reason) <= 500),
  created_at timestamptz not null default now(),
  -- The administrator, who may have been deleted since.
  created_by uuid not null,
  primary key (tenant_id, kind, finding_id)
);
