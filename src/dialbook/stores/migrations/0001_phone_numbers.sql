create table phone_numbers (
    account text not null,
    e164 text not null,
    country text not null,
    type text not null,
    product_type text not null,
    status text not null,
    name text,
    calling_name text,
    calling_name_status text not null,
    calling_name_requested_at timestamptz,
    pending_calling_name text,
    pending_outcome text,
    settles_at timestamptz,
    associations jsonb not null,
    capabilities jsonb not null,
    order_id text,
    created_at timestamptz not null,
    updated_at timestamptz not null,
    deleted_at timestamptz,
    primary key (account, e164)
);

-- What is due is looked for among the few that wait, not among the millions that do not.
create index phone_numbers_settles_at on phone_numbers (settles_at) where settles_at is not null;

-- One owner per number over all accounts: the number alone is the key, here and nowhere else.
create table number_registry (
    e164 text not null,
    owner text,
    claim_id text not null,
    primary key (e164)
);
