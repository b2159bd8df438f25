from django.db import models
from django.db.models.functions import Now


class StepLeft(models.Model):
    """A step of the set-up a person went on without, knowing what that means. What is done later is done all the same."""

    creditor_id = models.BigIntegerField()
    step = models.CharField(max_length=16)
    left_at = models.DateTimeField(db_default=Now())
    left_by = models.BigIntegerField(null=True)

    class Meta:
        db_table = "workbench_step_left"
        constraints = [models.UniqueConstraint(fields=["creditor_id", "step"], name="a_step_is_left_once")]

    def __str__(self) -> str:
        return f"{self.creditor_id} {self.step}"
