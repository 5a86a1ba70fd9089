-- The last requests and their answers, where a server has controls: a ring of slots.
create table calls (
    slot integer not null,
    number bigint not null,
    answered_at timestamptz not null,
    request_id text not null,
    account text not null,
    region text not null,
    namespace text not null,
    operation text not null,
    parameters text,
    status integer not null,
    error text,
    answer text,
    primary key (slot)
);

create table call_counts (
    name text not null,
    count bigint not null,
    primary key (name)
);
