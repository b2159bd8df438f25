from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("dunning", "0021_enclosures_of_steps"), ("creditors", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name="signal", name="currency", field=models.CharField(db_default="EUR", default="EUR", max_length=3)
        ),
        migrations.RunSQL(
            "update dunning_signal signal set currency = owner.currency from creditors_creditor owner"
            " where owner.id = signal.creditor_id and owner.currency <> 'EUR'",
            migrations.RunSQL.noop,
        ),
    ]
