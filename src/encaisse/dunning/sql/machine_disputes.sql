-- One row per disputed item of the payers asked, open or closed.
select customer.payer_id, disputed.item_id, disputed.disputed_amount as amount, dispute.opened_on, dispute.answered_on, dispute.closed_on,
  dispute.recorded_at
from customers_customer customer
join disputes_dispute dispute on dispute.customer_id = customer.id
join disputes_item disputed on disputed.customer_id = dispute.customer_id and disputed.dispute_id = dispute.id
where customer.payer_id = any(%(payer_ids)s) and dispute.opened_on <= %(last)s
order by dispute.id, disputed.item_id
