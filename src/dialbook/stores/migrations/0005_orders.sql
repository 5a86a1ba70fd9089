create table phone_number_orders (
    account text not null,
    order_id text not null,
    order_type text not null,
    product_type text not null,
    status text not null,
    numbers jsonb not null,
    foc_date text,
    settles_at timestamptz,
    created_at timestamptz not null,
    updated_at timestamptz not null,
    primary key (account, order_id)
);
create index phone_number_orders_by_time on phone_number_orders (account, product_type, created_at, order_id);
create index phone_number_orders_settles_at on phone_number_orders (settles_at) where settles_at is not null;
create index phone_number_orders_due on phone_number_orders (account, settles_at) where settles_at is not null;

create table account_settings (
    account text not null,
    calling_name text,
    calling_name_updated_at timestamptz,
    calling_name_outcome text,
    calling_name_in_force text,
    settles_at timestamptz,
    voice_connector_cdr_bucket text,
    business_calling_cdr_bucket text,
    primary key (account)
);
create index account_settings_settles_at on account_settings (settles_at) where settles_at is not null;

-- An operator's own pool, searched by place. The number is the key: whoever has it in the end is the registry's to say.
create table pool_numbers (
    e164 text not null,
    country text not null,
    type text not null,
    area_code text,
    city text,
    state text,
    outcome text not null,
    primary key (e164)
);
create index pool_numbers_by_area on pool_numbers (country, type, area_code, e164);
create index pool_numbers_by_place on pool_numbers (country, type, state, city, e164);
create index pool_numbers_by_state on pool_numbers (country, type, state, e164);
