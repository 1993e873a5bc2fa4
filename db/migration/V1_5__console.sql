-- Sign-in to the console.

create table provisioning.credential (
  tenant_id uuid not null,
  user_id uuid not null,
  -- Contains the algorithm, the iterations and the salt.
  password_hash text not null,
  changed_at timestamptz not null default now(),
  -- user_name_key of the user at the last sign-in, or when the password was set: the userName that the user is known to sign in with.
  sign_in_key text collate "C" not null,
  primary key (tenant_id, user_id),
  constraint "credential_user_exists" foreign key (tenant_id, user_id) references provisioning.scim_user on delete cascade
);

-- Single-use links to set a password. The digest is not unique: 244 random bits do not collide.
create table provisioning.password_link (
  tenant_id uuid not null,
  id uuid not null,
  user_id uuid not null,
  digest bytea not null,
  created_at timestamptz not null default now(),
  created_by text not null,
  created_by_id uuid default nullif(current_setting('provisioning.actor_id', true), '')::uuid,
  expires_at timestamptz not null,
  used_at timestamptz,
  -- The known browser in which the link was used. The user is not notified of the link there.
  used_browser_id uuid,
  primary key (tenant_id, id),
  constraint "password_link_user_exists" foreign key (tenant_id, user_id) references provisioning.scim_user on delete cascade
);
create index password_link_digest on provisioning.password_link (tenant_id, digest);
create index password_link_user on provisioning.password_link (tenant_id, user_id);

-- Browsers in which a user signed in. The cookie holds 256 random bits, the table their digest. The cookie is useless without the password.
create table provisioning.known_browser (
  tenant_id uuid not null,
  id uuid not null,
  user_id uuid not null,
  digest bytea not null,
  created_at timestamptz not null default now(),
  last_used_at timestamptz not null default now(),
  -- When the user acknowledged in this browser which password links were created.
  links_seen_at timestamptz,
  primary key (tenant_id, id),
  constraint "known_browser_is_one" unique (tenant_id, user_id, digest),
  constraint "known_browser_user_exists" foreign key (tenant_id, user_id) references provisioning.scim_user on delete cascade
);
create index known_browser_digest on provisioning.known_browser (tenant_id, digest);

-- Sessions are in the database, so that every node knows them and a session ends on all nodes at once.
create table provisioning.console_session (
  tenant_id uuid not null,
  id uuid not null,
  user_id uuid not null,
  digest bytea not null,
  created_at timestamptz not null default now(),
  last_seen_at timestamptz not null default now(),
  expires_at timestamptz not null,
  -- For the user's list of sessions: the User-Agent, and the address of the sign-in.
  client text,
  source text,
  -- The known browser in which the session was opened.
  browser_id uuid,
  -- When the user acknowledged in this session which password links were created.
  links_seen_at timestamptz,
  primary key (tenant_id, id),
  constraint "console_session_user_exists" foreign key (tenant_id, user_id) references provisioning.scim_user on delete cascade,
  constraint "console_session_browser_exists" foreign key (tenant_id, browser_id) references provisioning.known_browser
    on delete set null (browser_id)
);
create index console_session_digest on provisioning.console_session (tenant_id, digest);
create index console_session_user on provisioning.console_session (tenant_id, user_id);
create index console_session_browser on provisioning.console_session (tenant_id, browser_id);

-- Failed sign-ins by what they have in common: an account, a source, or both.
create table provisioning.sign_in_failure (
  tenant_id uuid not null references provisioning.tenant,
  subject text not null,
  failures int not null,
  last_at timestamptz not null,
  -- When the activity last reported that attempts were rate-limited.
  reported_at timestamptz,
  primary key (tenant_id, subject)
);
create index sign_in_failure_last on provisioning.sign_in_failure (tenant_id, last_at);
