from django.db import models
from django.db.models import Q
from django.db.models.functions import Now


class Hold(models.Model):
    """A hold set by a person, with its reason and its end (30 days at most, then approved again)."""

    creditor_id = models.BigIntegerField()
    customer_id = models.BigIntegerField()
    item_id = models.BigIntegerField(null=True)
    reason = models.CharField(max_length=24)
    comment = models.CharField(max_length=200, blank=True)
    from_on = models.DateField()
    until_on = models.DateField()
    set_by = models.BigIntegerField(null=True)
    set_by_name = models.CharField(max_length=120, blank=True)
    recorded_at = models.DateTimeField(db_default=Now())
    lifted_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "dunning_hold"
        constraints = [
            models.CheckConstraint(condition=Q(until_on__gte=models.F("from_on")), name="a_hold_ends_after_it_begins"),
        ]
        indexes = [models.Index(fields=["customer_id"], condition=Q(lifted_at__isnull=True), name="holds_in_force")]

    def __str__(self) -> str:
        return f"{self.customer_id} {self.reason}"


class Decision(models.Model):
    """The latest decision of each payer, kept with the day at which it may change by itself."""

    customer_id = models.BigIntegerField(primary_key=True)  # the payer
    creditor_id = models.BigIntegerField()
    decided_on = models.DateField()
    decided_at = models.DateTimeField(db_default=Now())
    verdict = models.CharField(max_length=8)  # act | hold | wait
    code = models.CharField(max_length=32, blank=True)
    overdue_amount = models.DecimalField(max_digits=18, decimal_places=3, default=0)
    reason = models.JSONField(default=dict)
    until_on = models.DateField(null=True)

    class Meta:
        db_table = "dunning_decision"
        indexes = [
            models.Index(fields=["creditor_id", "until_on"], name="decisions_by_next_day"),
            models.Index(fields=["creditor_id", "verdict", "code"], include=["customer_id", "until_on"], name="decisions_by_verdict"),
        ]

    def __str__(self) -> str:
        return f"{self.customer_id} {self.verdict}"


class Signal(models.Model):
    """A thing for a person to do that the run noticed: credits to allocate, an old balance, a missing presentation date."""

    creditor_id = models.BigIntegerField()
    customer_id = models.BigIntegerField()
    kind = models.CharField(max_length=32)
    raised_on = models.DateField()
    assignee_id = models.BigIntegerField(null=True)
    for_role = models.CharField(max_length=24, blank=True)
    amount = models.DecimalField(max_digits=18, decimal_places=3, default=0)
    currency = models.CharField(max_length=3, default="EUR", db_default="EUR")
    due_on = models.DateField(null=True)
    done_at = models.DateTimeField(null=True)
    done_by = models.BigIntegerField(null=True)
    comment = models.CharField(max_length=200, blank=True, db_default="")

    class Meta:
        db_table = "dunning_signal"
        constraints = [
            models.UniqueConstraint(
                fields=["creditor_id", "customer_id", "kind"], condition=Q(done_at__isnull=True), name="a_signal_is_raised_once_until_done"
            )
        ]

    def __str__(self) -> str:
        return self.kind
