import django.db.models.functions.datetime
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("dunning", "0014_draft_wordings")]

    operations = [
        migrations.CreateModel(
            name="JointCreditor",
            fields=[
                ("creditor_id", models.BigIntegerField(primary_key=True, serialize=False)),
                ("set_by", models.BigIntegerField(null=True)),
                ("recorded_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
            ],
            options={"db_table": "dunning_joint_creditor"},
        ),
        migrations.AddField(model_name="plannedaction", name="joins_id", field=models.BigIntegerField(null=True)),
        migrations.AddIndex(
            model_name="plannedaction",
            index=models.Index(
                condition=models.Q(("joins_id__isnull", False)), fields=["joins_id"], name="actions_joining_another"
            ),
        ),
    ]
