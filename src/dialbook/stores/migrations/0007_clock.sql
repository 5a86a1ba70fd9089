-- How far the clock that lifecycles live by is from real time; no row where nobody has moved it.
create table clocks (
    name text not null,
    ahead_milliseconds bigint not null,
    frozen_at timestamptz,
    primary key (name)
);
