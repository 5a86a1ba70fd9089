-- What was set by hand; * stands for every account and for every operation.
create table throttle_limits (
    account text not null,
    operation text not null,
    unlimited boolean not null,
    rate_millihertz bigint not null,
    burst bigint not null,
    set_at timestamptz not null,
    primary key (account, operation)
);

-- What is left of each limit. A bucket that is not here is full.
create table throttle_buckets (
    account text not null,
    operation text not null,
    microtokens bigint not null,
    refilled_at timestamptz not null,
    limit_set_at timestamptz not null,
    full_at timestamptz,
    primary key (account, operation)
);

-- Buckets that have long been full are looked for, to be removed.
create index throttle_buckets_full_at on throttle_buckets (full_at) where full_at is not null;
