import django.db.models.functions.datetime
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Insolvency",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("creditor_id", models.BigIntegerField()),
                ("customer_id", models.BigIntegerField()),
                ("party_id", models.BigIntegerField()),
                (
                    "kind",
                    models.CharField(
                        choices=[("safeguard", "Safeguard"), ("receivership", "Receivership"), ("liquidation", "Liquidation")], max_length=16
                    ),
                ),
                ("judgment_on", models.DateField()),
                ("published_on", models.DateField(null=True)),
                ("court", models.CharField(blank=True, max_length=120)),
                ("noted_by", models.BigIntegerField(null=True)),
                ("noted_by_name", models.CharField(blank=True, max_length=120)),
                ("noted_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ("withdrawn_at", models.DateTimeField(null=True)),
                ("withdrawn_why", models.CharField(blank=True, db_default="", max_length=200)),
            ],
            options={
                "db_table": "proceedings_insolvency",
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("withdrawn_at", None)), fields=("party_id",), name="a_company_is_insolvent_once_at_a_time"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("published_on", None), ("published_on__gte", models.F("judgment_on")), _connector="OR"),
                        name="a_judgment_is_published_after_it_was_given",
                    ),
                ],
            },
        ),
    ]
