from django.db import models


class StoppedClock(models.Model):
    """The day a demonstration database stands on; no row: the clock runs. Read in demo mode only."""

    stopped_on = models.DateField()

    class Meta:
        db_table = "db_stopped_clock"
        constraints = [models.CheckConstraint(condition=models.Q(id=1), name="there_is_one_clock")]

    def __str__(self) -> str:
        return f"stopped on {self.stopped_on}"
