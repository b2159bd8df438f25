"""One task asks for copies of invoices: « duplicate to send » becomes « copies to send », two open ones of a customer become one."""

from django.db import migrations

MERGE = """
with twins as (
  select mine.id as mine, other.id as other, left(mine.comment || ' · ' || other.comment, 200) as comment
  from dunning_signal mine
  join dunning_signal other
    on other.creditor_id = mine.creditor_id and other.customer_id = mine.customer_id and other.kind = 'duplicate_to_send' and other.done_at is null
  where mine.kind = 'send_copy' and mine.done_at is null
),
told as (update dunning_signal set comment = twins.comment, for_role = 'ORDER_ADMIN' from twins where dunning_signal.id = twins.mine)
update dunning_signal set done_at = now() from twins where dunning_signal.id = twins.other
"""
RENAME = "update dunning_signal set kind = 'send_copy', for_role = 'ORDER_ADMIN' where kind = 'duplicate_to_send'"


class Migration(migrations.Migration):
    dependencies = [("dunning", "0010_deposits")]

    operations = [
        migrations.RunSQL(MERGE, migrations.RunSQL.noop),
        migrations.RunSQL(RENAME, migrations.RunSQL.noop),
    ]
