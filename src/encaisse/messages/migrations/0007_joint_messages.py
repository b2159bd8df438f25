import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("messages", "0006_fax_and_sms_answers")]

    operations = [
        migrations.CreateModel(
            name="JoinedCustomer",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("creditor_id", models.BigIntegerField()),
                ("customer_id", models.BigIntegerField()),
                ("party_id", models.BigIntegerField()),
                (
                    "message",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="joined", to="messages.message"),
                ),
            ],
            options={
                "db_table": "messages_joined_customer",
                "indexes": [models.Index(fields=["customer_id", "message"], name="joint_messages_by_customer")],
                "constraints": [
                    models.UniqueConstraint(fields=("message", "customer_id"), name="a_customer_joins_a_message_once")
                ],
            },
        ),
        migrations.RemoveConstraint(model_name="contactevent", name="a_message_makes_one_contact"),
        migrations.AddConstraint(
            model_name="contactevent",
            constraint=models.UniqueConstraint(
                condition=models.Q(("message__isnull", False)),
                fields=("message", "customer_id", "direction", "result"),
                name="a_message_makes_one_contact",
            ),
        ),
    ]
