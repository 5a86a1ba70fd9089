-- A number has at most one association: columns can be indexed, a list could not.
alter table phone_numbers add column association_name text;
alter table phone_numbers add column association_value text;
alter table phone_numbers add column associated_at timestamptz;
update phone_numbers set
    association_name = associations -> 0 ->> 'name',
    association_value = associations -> 0 ->> 'value',
    associated_at = (associations -> 0 ->> 'associated_at')::timestamptz;
alter table phone_numbers drop column associations;

-- Lists go through an account's numbers in the order of their creation. Each combination of filters fixes all columns before that one of
-- exactly one index (a filter that is not given stands for each of its few values), so the cost of a page does not depend on the account.
create index phone_numbers_by_product on phone_numbers (account, product_type, created_at, e164);
create index phone_numbers_by_status on phone_numbers (account, status, product_type, created_at, e164);
create index phone_numbers_by_association
    on phone_numbers (account, association_name, association_value, status, product_type, created_at, e164)
    where association_value is not null;

-- What is due in one account is looked for before each of its lists.
create index phone_numbers_due on phone_numbers (account, settles_at) where settles_at is not null;

-- A number in the deletion queue is anybody's from a moment on that is known beforehand.
alter table number_registry add column free_at timestamptz;
