from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [("customers", "0005_objections")]

    operations = [
        migrations.AddField("address", "sms_objected_at", models.DateTimeField(null=True)),
        migrations.AddField("address", "sms_objection", models.CharField(blank=True, db_default="", max_length=12)),
        migrations.AddConstraint(
            "address",
            models.CheckConstraint(condition=Q(sms_objected_at=None) | Q(channel="mobile"), name="only_a_mobile_objects_to_sms"),
        ),
    ]
