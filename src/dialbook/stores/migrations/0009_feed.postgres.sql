-- The history in the order in which it becomes visible: a follower asks for what comes behind the last position that it has seen. A
-- sequence would not do, for a transaction that draws first may commit last. A position is made of the number of the change's transaction
-- and a place within it; a feed shows what lies before the oldest transaction that is still open.
alter table history
    add column position bigint not null,
    add column region text,
    add column access_key_id text,
    add column source_address text,
    add column user_agent text,
    add column parameters text;
create index history_by_position on history (position);

-- By how much positions are ahead of the numbers of transactions: a database that was restored into another server begins to count anew.
create table history_epochs (
    name text not null,
    ahead bigint not null,
    primary key (name)
);
insert into history_epochs values ('history', 0);

-- How far each webhook has come, and which process delivers to it.
create table webhook_cursors (
    webhook text not null,
    position bigint not null,
    failing_since timestamptz,
    holder text,
    held_until timestamptz,
    primary key (webhook)
);
