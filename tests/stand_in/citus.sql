-- What `dialbook store distribute` asks of Citus, for a server that does not have it: a table that Citus would spread over nodes becomes one
-- that PostgreSQL spreads over partitions, by the hash of the same column. Of both it holds that a key without that column is refused.
set local allow_system_table_mods = on;

create table citus.distributed (table_name text primary key, citus_table_type text, distribution_column text);
create view pg_catalog.citus_tables as select * from citus.distributed;
grant usage on schema citus to public;
grant select, insert on citus.distributed to public;
grant select on pg_catalog.citus_tables to public;

create function pg_catalog.create_distributed_table(
    name regclass, distribution_column text, distribution_type text default 'hash', colocate_with text default 'default'
) returns void language plpgsql as $$
declare
    spread text := name::text;
    whole text := spread || '_whole';
begin
    if current_setting('citus.multi_shard_modify_mode', true) is distinct from 'sequential' then
        raise 'cannot modify reference tables in a transaction that has done something in parallel';
    end if;
    if colocate_with <> 'none' and not exists (
        select from citus.distributed as other
        where other.table_name = colocate_with and other.distribution_column = create_distributed_table.distribution_column
    ) then
        raise 'cannot colocate tables % and %', colocate_with, spread;
    end if;
    execute format('alter table %I rename to %I', spread, whole);
    execute format('create table %I (like %I including all) partition by hash (%I)', spread, whole, distribution_column);
    for part in 0..3 loop
        execute format(
            'create table %I partition of %I for values with (modulus 4, remainder %s)', spread || '_' || part, spread, part
        );
    end loop;
    execute format('insert into %I select * from %I', spread, whole);
    execute format('drop table %I', whole);
    insert into citus.distributed values (spread, 'distributed', distribution_column);
end
$$;

create function pg_catalog.create_reference_table(name regclass) returns void language sql as $$
    insert into citus.distributed values (name::text, 'reference', '<none>')
$$;

create function pg_catalog.truncate_local_data_after_distributing_table(name regclass) returns void language plpgsql as $$
begin
    if not exists (select from citus.distributed where table_name = name::text) then
        raise 'supplied parameter is not a distributed relation';
    end if;
end
$$;
