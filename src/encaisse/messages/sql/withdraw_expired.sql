-- One row: a message whose last moment has passed before it could leave.
update messages_message late set state = 'withdrawn', settled_at = %(now)s, detail = %(detail)s
where late.state = 'ready' and late.not_after is not null and late.not_after <= %(now)s and late.channel in ('email', 'sms')
returning late.id, late.creditor_id, late.customer_id
