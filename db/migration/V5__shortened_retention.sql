-- A start that shortens a retention setting: the previous, longer value stays in force for the grace period of removed tenants (ADR 22). Null when the
-- setting was not shortened.
alter table provisioning.tenant
  add column previous_erase_deleted_after interval,
  add column erase_shortened_at timestamptz,
  add column previous_activity_retention interval,
  add column activity_shortened_at timestamptz;
