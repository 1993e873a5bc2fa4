-- Every list of people can be read by name. "und-x-icu" is the order of Unicode, which people expect. Names without it would be sorted in all rows for
-- each page: of everybody who has a role, 345 ms with 100,000 people instead of 80.
create index user_member_name on provisioning.scim_user (tenant_id, member_name collate "und-x-icu", id);
