-- A request names its key before anybody knows its account, so the id alone is the key.
create table access_keys (
    access_key_id text not null,
    account text not null,
    name text not null,
    sealed_secret bytea not null,
    token_sha256 bytea,
    created_at timestamptz not null,
    expires_at timestamptz,
    revoked_at timestamptz,
    primary key (access_key_id)
);
