from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("dunning", "0015_joint_messages")]

    operations = [
        migrations.AddField(model_name="replay", name="failed", field=models.JSONField(db_default={}, default=dict)),
    ]
