import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("messages", "0008_stop_is_about_sms")]

    operations = [
        migrations.CreateModel(
            name="JointWords",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("creditor_id", models.BigIntegerField()),
                ("customer_id", models.BigIntegerField()),
                ("words", models.TextField()),
                (
                    "message",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="words_apart", to="messages.message"),
                ),
            ],
            options={
                "db_table": "messages_joint_words",
                "constraints": [
                    models.UniqueConstraint(fields=("message", "customer_id"), name="a_joint_message_says_one_thing_to_a_customer")
                ],
            },
        ),
    ]
