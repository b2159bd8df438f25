-- One row per payer whose decision may have changed: never decided, its date has come, or a fact about it (or one it pays for) was
-- recorded since, or a version of a scenario applies since, or the working days of the creditor changed since, or it waits for facts that
-- were too old (fresher ones, or a person who accepts them, may have come the same day). With %(full)s, every payer with something open, and
-- every payer already decided.
select customer.payer_id
from customers_customer customer
left join dunning_decision decision on decision.customer_id = customer.payer_id
left join customers_last_fact fact on fact.customer_id = customer.id
where customer.creditor_id = %(creditor_id)s
  and case
    when decision.customer_id is null then exists (
      select 1 from ledger_open_item item where item.customer_id = customer.id and item.open_amount <> 0
    )
    else %(full)s or decision.until_on <= %(on)s or fact.recorded_at >= decision.decided_at
      or decision.decided_on < %(scenarios_since)s or decision.decided_at <= %(calendar_changed_at)s::timestamptz
      or decision.decided_on = %(on)s and decision.reason -> 'tasks' ?| array['refresh_facts', 'promise_to_check']
  end
group by customer.payer_id
union
-- Whoever paid for itself and no longer does: what was drafted for it is taken back.
select former.id
from customers_customer former
join dunning_decision decision on decision.customer_id = former.id and decision.verdict <> 'wait'
where former.creditor_id = %(creditor_id)s and former.payer_id <> former.id
order by payer_id
