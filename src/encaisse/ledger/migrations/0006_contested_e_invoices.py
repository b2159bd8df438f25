from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("ledger", "0005_source_thresholds")]

    operations = [
        migrations.AddField(
            model_name="deliverystate", name="contested_amount", field=models.DecimalField(decimal_places=3, max_digits=18, null=True)
        ),
        migrations.AddField(model_name="deliverystate", name="comment", field=models.CharField(blank=True, db_default="", max_length=200)),
    ]
