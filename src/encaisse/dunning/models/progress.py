from django.db import models
from django.db.models.functions import Now


class GoLive(models.Model):
    """Nothing leaves for a creditor before a person has closed its go-live screen."""

    creditor_id = models.BigIntegerField(primary_key=True)
    closed_at = models.DateTimeField(null=True)
    closed_by = models.BigIntegerField(null=True)

    class Meta:
        db_table = "dunning_go_live"

    def __str__(self) -> str:
        return f"{self.creditor_id}"


class ItemStep(models.Model):
    """A step that ended for an item: history, and the idempotency key (item, round, step)."""

    class How(models.TextChoices):
        DONE = "done"
        REPLACED = "replaced"
        NOT_APPLICABLE = "not_applicable"
        NOT_DONE = "not_done"
        ALREADY_REACHED = "already_reached"

    pk = models.CompositePrimaryKey("customer_id", "item_id", "round", "step_key")
    customer_id = models.BigIntegerField()
    item_id = models.BigIntegerField()
    round = models.SmallIntegerField(default=0, db_default=0)
    step_key = models.CharField(max_length=48)
    position = models.SmallIntegerField()
    level = models.SmallIntegerField()
    ended_on = models.DateField()
    recorded_at = models.DateTimeField(db_default=Now())
    planned_action_id = models.BigIntegerField(null=True)
    scenario_id = models.BigIntegerField(null=True)  # the one the item followed then
    how = models.CharField(max_length=16, choices=How.choices)

    class Meta:
        db_table = "dunning_item_step"

    def __str__(self) -> str:
        return f"{self.item_id} {self.step_key}"


class ItemProgress(models.Model):
    """The cache of an item's steps: narrow, so that a step taken never rewrites the ledger."""

    pk = models.CompositePrimaryKey("customer_id", "item_id")
    customer_id = models.BigIntegerField()
    item_id = models.BigIntegerField()
    round = models.SmallIntegerField(default=0, db_default=0)
    last_position = models.SmallIntegerField(null=True)
    last_level = models.SmallIntegerField(null=True)
    last_step_key = models.CharField(max_length=48, default="", db_default="")
    last_scenario_id = models.BigIntegerField(null=True)
    last_ended_on = models.DateField(null=True)
    last_how = models.CharField(max_length=16, default="", db_default="")
    delivered_reminder = models.BooleanField(default=False, db_default=False)
    presented_on = models.DateField(null=True)
    notice_delay_days = models.SmallIntegerField(default=8, db_default=8)
    frozen_days = models.SmallIntegerField(default=0, db_default=0)
    frozen_since = models.DateField(null=True)
    answered_on = models.DateField(null=True)
    fixed_start = models.SmallIntegerField(null=True)
    scenario_override = models.BigIntegerField(null=True)

    class Meta:
        db_table = "dunning_item_progress"

    def __str__(self) -> str:
        return f"{self.item_id} {self.last_step_key}"
