-- One row: the message this process takes on, marked on its way before a word is spoken to the other side, and its attempt opened.
-- A letter is taken on when a postal provider takes those of its creditor; the others wait to be printed.
-- A joint message waits as long as one of the creditors it speaks for is stopped.
with claimed as (
update messages_message set state = 'sending', claimed_at = %(now)s, claimed_by = %(claimer)s, attempts = attempts + 1
where id = (
    select waiting.id
    from messages_message waiting
    where waiting.state = 'ready'
      and (
          waiting.channel in ('email', 'sms', 'fax')
          or waiting.channel in ('letter', 'registered_letter')
             and waiting.creditor_id in (select route.creditor_id from messages_letter_route route where route.by_provider)
      )
      and waiting.not_before <= %(now)s
      and (waiting.not_after is null or waiting.not_after > %(now)s)
      and (%(all_creditors)s or waiting.creditor_id = any(%(creditors)s))
      and not exists (
          select from messages_switch switch
          where switch.resumed_at is null
            and (
                switch.creditor_id is null or switch.creditor_id = waiting.creditor_id
                or switch.creditor_id in (select joined.creditor_id from messages_joined_customer joined where joined.message_id = waiting.id)
            )
      )
      and not (waiting.sender = any(%(resting)s))
    order by waiting.not_before, waiting.id
    limit 1
    for update skip locked
)
returning id, creditor_id, customer_id, channel, recipient, sender, return_path, rendered_sha256, dated_on, attempts
),
attempt as (
    insert into messages_attempt (message_id, started_at, outcome, detail) select id, %(now)s, 'started', '' from claimed
)
select * from claimed
