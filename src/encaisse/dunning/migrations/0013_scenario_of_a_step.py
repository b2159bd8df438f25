"""A step that ended keeps the scenario it belonged to: another scenario goes on by the level, not by a key that is spelt alike."""

from django.db import migrations, models

TOLD = """
update dunning_item_step step set scenario_id = version.scenario_id
from dunning_planned_action action
join dunning_scenario_version version on version.id = action.version_id
where action.id = step.planned_action_id
"""
KEPT = """
update dunning_item_progress progress set last_scenario_id = step.scenario_id
from dunning_item_step step
where step.customer_id = progress.customer_id and step.item_id = progress.item_id and step.round = progress.round
  and step.step_key = progress.last_step_key
"""


class Migration(migrations.Migration):
    dependencies = [("dunning", "0012_letters_answered")]

    operations = [
        migrations.AddField("itemstep", "scenario_id", models.BigIntegerField(null=True)),
        migrations.AddField("itemprogress", "last_scenario_id", models.BigIntegerField(null=True)),
        migrations.RunSQL(TOLD, migrations.RunSQL.noop),
        migrations.RunSQL(KEPT, migrations.RunSQL.noop),
    ]
