-- One row when the claim was still this process's own: its outcome, the end of its attempt and the contact it made, in one step.
with settled as (
    update messages_message set
        state = %(state)s,
        detail = %(detail)s,
        provider_id = %(provider_id)s,
        was_trapped = %(was_trapped)s,
        settled_at = case when %(state)s in ('sent', 'failed') then %(now)s::timestamptz end,
        claimed_at = case when %(state)s <> 'ready' then claimed_at end,
        claimed_by = case when %(state)s <> 'ready' then claimed_by end,
        not_before = coalesce(%(not_before)s::timestamptz, not_before)
    where id = %(id)s and claimed_by = %(claimer)s and state in ('sending', 'unknown')
    returning id, creditor_id, customer_id, party_id, channel, address_digest, dated_on, is_contact
),
ended as (
    update messages_attempt set ended_at = %(now)s, outcome = %(outcome)s, detail = %(detail)s
    where message_id = %(id)s and ended_at is null
),
contact as (
    insert into messages_contact_event
        (creditor_id, customer_id, party_id, address_digest, channel, direction, happened_at, happened_on, result, is_contact, message_id)
    select creditor_id, customer_id, party_id, nullif(address_digest, ''::bytea), channel, 'out', %(happened_at)s, dated_on, 'sent', is_contact, id
    from settled
    where %(has_left)s
    union all
    select joined.creditor_id, joined.customer_id, joined.party_id, nullif(settled.address_digest, ''::bytea), settled.channel, 'out',
      %(happened_at)s, settled.dated_on, 'sent', settled.is_contact, settled.id
    from settled
    join messages_joined_customer joined on joined.message_id = settled.id
    where %(has_left)s
    on conflict do nothing
)
select count(*) as settled_count from settled
