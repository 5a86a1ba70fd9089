-- Snapshots that are kept under names, the content apart: a list does not read it.
create table snapshots (
    name text not null,
    taken_at timestamptz not null,
    schema bigint not null,
    size_bytes bigint not null,
    primary key (name)
);
create table snapshot_contents (
    name text not null,
    content bytea not null,
    primary key (name)
);
