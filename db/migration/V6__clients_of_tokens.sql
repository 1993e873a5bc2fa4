-- When each client last used a token: {"Okta SCIM Client 1.0.0": "2026-11-30T10:00:00Z"}, "" for requests without a User-Agent. During an overlap of two
-- tokens, administrators see which clients still need the new one.
alter table provisioning.api_token add column clients jsonb not null default '{}';
