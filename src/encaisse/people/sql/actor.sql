-- One row = one person on a day: their roles with the permission letters, the creditors in reach, whose customers count as their own.
with recursive held as (
    select role, creditor_id, team_id from people_membership
    where user_id = %(user_id)s and from_on <= %(on)s and coalesce(to_on, 'infinity') >= %(on)s
),
own (user_id) as (
    select %(user_id)s::bigint
    union
    select absence.user_id from people_absence absence join own on own.user_id = absence.stand_in_id
    where %(on)s between absence.from_on and absence.to_on
)
select
    person.name,
    person.language,
    person.works_alone and not exists (
        select from people_user other
        where other.is_active and other.id <> person.id
          and exists (select from people_membership m where m.user_id = other.id and coalesce(m.to_on, 'infinity') >= %(on)s)
    ) as works_alone,
    (select coalesce(jsonb_agg(distinct jsonb_build_array(role, creditor_id)), '[]') from held) as held,
    array(select user_id from own) as own_ids,
    array(select distinct mate.user_id from people_membership mate join held using (team_id)
          where mate.from_on <= %(on)s and coalesce(mate.to_on, 'infinity') >= %(on)s) as team_ids,
    (select coalesce(jsonb_agg(jsonb_build_array(permission, role, letter)), '[]')
     from people_permission where role in (select role from held)) as changed_letters
from people_user person
where person.id = %(user_id)s and person.is_active
