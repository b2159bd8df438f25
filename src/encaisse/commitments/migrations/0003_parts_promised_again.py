import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("commitments", "0002_promises_by_taker")]

    operations = [
        migrations.AddField(
            model_name="promiseitem",
            name="replaced_by",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="takes_over", to="commitments.promise"
            ),
        ),
    ]
