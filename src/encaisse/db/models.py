from django.db import models


class StoppedClock(models.Model):
    """The day a demonstration database stands on; no row: the clock runs. Read in demo mode only."""

    stopped_on = models.DateField()

    class Meta:
        db_table = "db_stopped_clock"
        constraints = [models.CheckConstraint(condition=models.Q(id=1), name="there_is_one_clock")]

    def __str__(self) -> str:
        return f"stopped on {self.stopped_on}"


class JobRecord(models.Model):
    """What became of a job: done or failed, when, how long, and in what words."""

    name = models.CharField(max_length=128)
    arguments = models.JSONField(default=dict)
    started_at = models.DateTimeField()
    ended_at = models.DateTimeField()
    is_done = models.BooleanField()
    fault = models.TextField(blank=True)
    refusal = models.JSONField(default=dict)
    retried_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "db_job_record"
        indexes = [models.Index(fields=["-started_at"], name="job_records_latest_first")]

    def __str__(self) -> str:
        return f"{self.name} {self.started_at}"
