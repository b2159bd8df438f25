-- One row per disputed item of the payers asked: open or closed, for the part held and the days its clock stood still. It holds the
-- whole item if it holds all that is open of it, or was before the day it was closed.
select
  customer.payer_id, disputed.item_id, disputed.disputed_amount, dispute.opened_on, dispute.answered_on, dispute.closed_on,
  disputed.disputed_amount >= item.open_amount + coalesce((
    select sum(settled.amount) from ledger_allocation settled
    where settled.customer_id = item.customer_id and settled.debit_id = item.id and settled.allocated_on >= dispute.closed_on
  ), 0) as is_whole
from customers_customer customer
join disputes_dispute dispute on dispute.customer_id = customer.id
join disputes_item disputed on disputed.customer_id = dispute.customer_id and disputed.dispute_id = dispute.id
join ledger_open_item item on item.customer_id = disputed.customer_id and item.id = disputed.item_id and item.open_amount <> 0
where customer.payer_id = any(%(payer_ids)s)
