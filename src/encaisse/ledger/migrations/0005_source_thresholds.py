from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('ledger', '0004_payments_by_day'),
    ]

    operations = [
        migrations.AddField(model_name='source', name='fresh_days', field=models.PositiveSmallIntegerField(db_default=2)),
        migrations.AddField(model_name='source', name='is_retired', field=models.BooleanField(db_default=False)),
    ]
