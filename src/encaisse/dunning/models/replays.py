from typing import ClassVar

from django.db import models
from django.db.models.functions import Now


class ReplayState(models.TextChoices):
    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    CANCELLED = "cancelled"
    FAILED = "failed"


class Replay(models.Model):
    """A replay of the time machine somebody asked for, and kept: what was replayed, under what assumptions, and its totals."""

    objects: ClassVar[models.Manager["Replay"]]

    creditor_id = models.BigIntegerField()
    name = models.CharField(max_length=120)
    state = models.CharField(max_length=12, choices=ReplayState.choices, default=ReplayState.WAITING)
    first_on = models.DateField()
    last_on = models.DateField()
    versions = models.JSONField(default=list)  # the ids of one or two versions, in the order of the lanes
    segment = models.CharField(max_length=24, blank=True, db_default="")
    scenario_id = models.BigIntegerField(null=True)  # only the customers that follow it
    most = models.IntegerField()
    settings = models.JSONField(default=dict)  # costs by channel, calls reached, days to a presentation
    failed = models.JSONField(default=dict, db_default={})  # why it failed: the refusal kept, or the reference of its fault in the log
    result = models.JSONField(default=dict)  # the totals of each lane, then those of what really happened
    done_count = models.IntegerField(default=0, db_default=0)
    total_count = models.IntegerField(default=0, db_default=0)
    all_count = models.IntegerField(default=0, db_default=0)  # payers that could have been replayed
    asked_by = models.BigIntegerField(null=True)
    asked_by_name = models.CharField(max_length=120, blank=True, db_default="")
    asked_at = models.DateTimeField(db_default=Now())
    ended_at = models.DateTimeField(null=True)
    is_stopping = models.BooleanField(default=False, db_default=False)

    class Meta:
        db_table = "dunning_replay"
        indexes = [models.Index(fields=["creditor_id", "-id"], name="replays_by_creditor")]

    def __str__(self) -> str:
        return self.name


class ReplayPayer(models.Model):
    """What one payer received in one lane of a replay; lane -1 is what really happened."""

    objects: ClassVar[models.Manager["ReplayPayer"]]

    pk = models.CompositePrimaryKey("replay_id", "customer_id", "lane")
    replay_id = models.BigIntegerField()
    creditor_id = models.BigIntegerField()
    customer_id = models.BigIntegerField()
    lane = models.SmallIntegerField()
    kinds = models.JSONField(default=dict)
    cost_amount = models.DecimalField(max_digits=18, decimal_places=3, default=0)
    level_days = models.JSONField(default=dict)
    paid = models.JSONField(default=list)  # of what really happened: currency, amount, first and last day

    class Meta:
        db_table = "dunning_replay_payer"

    def __str__(self) -> str:
        return f"{self.replay_id} {self.customer_id} {self.lane}"
