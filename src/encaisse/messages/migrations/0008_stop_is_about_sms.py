from django.db import migrations

# A STOP answered to an SMS was kept as an objection to the whole number: it becomes what it said, an objection to SMS.
STOPS = """
update customers_address address set sms_objected_at = address.objected_at, sms_objection = 'stop', objected_at = null, objection = ''
from messages_sms_answer answer
where address.channel = 'mobile' and answer.is_stop and answer.creditor_id = address.creditor_id and answer.arrived_at = address.objected_at
"""


class Migration(migrations.Migration):
    dependencies = [("messages", "0007_joint_messages"), ("customers", "0006_objections_to_sms")]

    operations = [migrations.RunSQL(STOPS, migrations.RunSQL.noop)]
