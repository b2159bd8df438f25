from django.db import models
from django.db.models.functions import Now


class JointCreditor(models.Model):
    """A creditor that chose « relance commune »: its reminders share one message with those of the others that chose it."""

    creditor_id = models.BigIntegerField(primary_key=True)
    set_by = models.BigIntegerField(null=True)
    recorded_at = models.DateTimeField(db_default=Now())

    class Meta:
        db_table = "dunning_joint_creditor"

    def __str__(self) -> str:
        return str(self.creditor_id)
