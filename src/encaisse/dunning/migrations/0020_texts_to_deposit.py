from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [("dunning", "0019_words_of_a_failure")]

    operations = [
        migrations.CreateModel(
            name="TextToDeposit",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("creditor_id", models.BigIntegerField()),
                ("customer_id", models.BigIntegerField()),
                ("key", models.CharField(max_length=60, unique=True)),
                ("portal", models.CharField(max_length=60)),
                ("subject", models.CharField(blank=True, max_length=250)),
                ("text", models.TextField()),
                ("written_on", models.DateField()),
                ("written_by", models.BigIntegerField(null=True)),
                ("written_by_name", models.CharField(blank=True, max_length=120)),
                ("tries", models.PositiveSmallIntegerField(default=0)),
                ("not_before_on", models.DateField(null=True)),
                ("ended_at", models.DateTimeField(null=True)),
                ("result", models.CharField(blank=True, max_length=12)),
            ],
            options={
                "db_table": "dunning_text_to_deposit",
                "indexes": [models.Index(condition=Q(ended_at=None), fields=["customer_id"], name="texts_to_deposit")],
                "constraints": [
                    models.CheckConstraint(
                        condition=Q(ended_at=None, result="") | Q(ended_at__isnull=False) & ~Q(result=""),
                        name="a_text_that_no_longer_waits_says_why",
                    )
                ],
            },
        ),
        migrations.AlterField("deposit", "planned_action_id", models.BigIntegerField(null=True)),
        migrations.AddField(
            "deposit",
            "text_asked",
            models.ForeignKey(null=True, on_delete=models.deletion.PROTECT, related_name="tries_made", to="dunning.texttodeposit"),
        ),
        migrations.AddConstraint(
            "deposit",
            models.UniqueConstraint(condition=Q(result="deposited"), fields=["text_asked"], name="a_text_by_hand_is_deposited_once"),
        ),
        migrations.AddConstraint(
            "deposit",
            models.CheckConstraint(
                condition=Q(planned_action_id__isnull=False, text_asked=None) | Q(planned_action_id=None, text_asked__isnull=False),
                name="a_deposit_is_of_a_step_or_by_hand",
            ),
        ),
    ]
