from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("dunning", "0016_replay_failures")]

    operations = [
        migrations.AddField(model_name="actionitem", name="round", field=models.SmallIntegerField(db_default=0, default=0)),
        migrations.AddField(model_name="plannedaction", name="withdrawn_on", field=models.DateField(null=True)),
        migrations.RemoveConstraint(model_name="plannedaction", name="a_payer_gets_one_action_a_day"),
        migrations.AddConstraint(
            model_name="plannedaction",
            constraint=models.UniqueConstraint(
                fields=["creditor_id", "customer_id", "decided_on"],
                condition=models.Q(("state__in", ["withdrawn", "failed"]), _negated=True),
                name="a_payer_gets_one_action_a_day",
            ),
        ),
    ]
