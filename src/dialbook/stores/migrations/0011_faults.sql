-- Faults that somebody has ordered, and how often each has struck: several processes count together.
create table faults (
    fault_id text not null,
    position bigint not null,
    fault_order text not null,
    matched bigint not null,
    struck bigint not null,
    primary key (fault_id)
);
