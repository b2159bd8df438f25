from django.db import migrations, models


class Migration(migrations.Migration):
    """The company of a judgment is that of the customer it is noted on today: it follows a corrected SIREN."""

    dependencies = [("proceedings", "0001_initial")]

    operations = [
        migrations.RemoveConstraint("insolvency", "a_company_is_insolvent_once_at_a_time"),
        migrations.RemoveField("insolvency", "party_id"),
        migrations.AddConstraint(
            "insolvency",
            models.UniqueConstraint(
                condition=models.Q(("withdrawn_at", None)), fields=("customer_id",), name="a_customer_is_insolvent_once_at_a_time"
            ),
        ),
    ]
