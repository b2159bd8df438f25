-- One row = one thing somebody did. Insert-only: a correction is another entry. Retention drops whole months.
create table audit_entry (
    id bigint generated always as identity,
    at timestamptz not null default clock_timestamp(),
    actor_id bigint,
    actor_name varchar(120) not null,
    did varchar(60) not null,
    subject_kind varchar(40) not null,
    subject_id bigint,
    creditor_id bigint,
    customer_id bigint,
    change jsonb not null default '{}',
    primary key (at, id)
) partition by range (at);

create index audit_entry_of_a_customer on audit_entry (customer_id, at desc) where customer_id is not null;
create index audit_entry_of_a_subject on audit_entry (subject_kind, subject_id, at desc);
create index audit_entry_of_an_actor on audit_entry (actor_id, at desc);

create function audit_refuse() returns trigger language plpgsql as $$
begin
    raise exception 'an audit entry is never edited' using errcode = 'restrict_violation';
end $$;

create trigger an_audit_entry_is_never_edited
    before update or delete on audit_entry for each row execute function audit_refuse();
create trigger the_audit_is_never_emptied
    before truncate on audit_entry for each statement execute function audit_refuse();

create table audit_entry_default partition of audit_entry default;
create trigger the_audit_is_never_emptied
    before truncate on audit_entry_default for each statement execute function audit_refuse();

-- Make the monthly partitions of the given days; a month whose entries already fell into the default one stays there.
create function audit_make_partitions(from_on date, to_on date) returns integer language plpgsql as $$
declare
    month_on date := date_trunc('month', from_on);
    starts timestamptz;
    ends timestamptz;
    part text;
    made integer := 0;
begin
    while month_on <= to_on loop
        starts := month_on::timestamp at time zone 'UTC';
        ends := (month_on + interval '1 month') at time zone 'UTC';
        part := 'audit_entry_' || to_char(month_on, 'YYYY_MM');
        if to_regclass(part) is null
           and not exists (select from audit_entry_default where at >= starts and at < ends) then
            execute format('create table %I partition of audit_entry for values from (%L) to (%L)', part, starts, ends);
            execute format('create trigger the_audit_is_never_emptied before truncate on %I
                            for each statement execute function audit_refuse()', part);
            made := made + 1;
        end if;
        month_on := month_on + interval '1 month';
    end loop;
    return made;
end $$;

-- Drop the months that ended by a day: the end of their retention.
create function audit_drop_partitions(before date) returns setof text language plpgsql as $$
declare
    part text;
begin
    for part in
        select child.relname from pg_inherits
        join pg_class child on child.oid = inhrelid
        where inhparent = 'audit_entry'::regclass and child.relname ~ '^audit_entry_\d{4}_\d{2}$'
          and to_date(right(child.relname, 7), 'YYYY_MM') + interval '1 month' <= before
        order by child.relname
    loop
        execute format('drop table %I', part);
        return next part;
    end loop;
end $$;

select audit_make_partitions(current_date, (current_date + interval '2 years')::date);
