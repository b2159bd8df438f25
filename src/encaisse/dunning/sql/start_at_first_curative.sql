-- Notes that a person set these items to start at the first curative step (position 0 keeps the scenario's own rule).
insert into dunning_item_progress (customer_id, item_id, round, last_step_key, last_how, delivered_reminder, notice_delay_days, frozen_days, fixed_start)
select customer_id, id, 0, '', '', false, 8, 0, 0 from ledger_open_item where id = any(%(item_ids)s)
on conflict (customer_id, item_id) do update set fixed_start = 0
