create table history (
    account text not null,
    subject text not null,
    changed_at timestamptz not null,
    change_id text not null,
    action text not null,
    principal text not null,
    before text,
    after text,
    primary key (account, subject, changed_at, change_id)
);
