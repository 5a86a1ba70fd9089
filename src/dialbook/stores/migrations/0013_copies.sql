-- How far the copy of another store into this one has come; no row in a store that is complete.
create table copies (
    name text not null,
    origin text not null,
    stage text not null,
    after text,
    primary key (name)
);
