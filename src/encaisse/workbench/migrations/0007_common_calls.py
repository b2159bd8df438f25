from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [("workbench", "0006_closes_never_emptied")]

    operations = [
        migrations.AddField(model_name="call", name="common_id", field=models.BigIntegerField(null=True)),
        migrations.AddIndex(
            model_name="call",
            index=models.Index(fields=["common_id"], condition=Q(common_id__isnull=False), name="calls_made_with_another"),
        ),
    ]
