-- The history in the order in which it was committed: a follower asks for what comes behind the last position that it has seen. SQLite
-- numbers the rows under its one write lock, and autoincrement never gives a number twice, not even after the last rows are deleted.
alter table history rename to history_without_positions;
create table history (
    position integer not null primary key autoincrement,
    account text not null,
    subject text not null,
    changed_at timestamptz not null,
    change_id text not null,
    action text not null,
    principal text not null,
    before text,
    after text,
    region text,
    access_key_id text,
    source_address text,
    user_agent text,
    parameters text,
    unique (account, subject, changed_at, change_id)
);
insert into history (account, subject, changed_at, change_id, action, principal, before, after)
    select account, subject, changed_at, change_id, action, principal, before, after
    from history_without_positions
    order by changed_at, account, subject, change_id;
drop table history_without_positions;

-- How far each webhook has come, and which process delivers to it.
create table webhook_cursors (
    webhook text not null,
    position bigint not null,
    failing_since timestamptz,
    holder text,
    held_until timestamptz,
    primary key (webhook)
);
