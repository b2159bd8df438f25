from django.db import models
from django.db.models import Q
from django.db.models.functions import Now


class Promise(models.Model):
    """A promise to pay. Its verdict (kept, partial, broken, to check) is read from the money received, never stored."""

    creditor_id = models.BigIntegerField()
    customer_id = models.BigIntegerField()
    currency = models.CharField(max_length=3, default="EUR")
    amount = models.DecimalField(max_digits=18, decimal_places=3)
    promised_for = models.DateField()
    given_by = models.CharField(max_length=120, blank=True)
    taken_by = models.BigIntegerField(null=True)
    taken_by_name = models.CharField(max_length=120, blank=True)
    channel = models.CharField(max_length=16, blank=True)
    promised_on = models.DateField()
    recorded_at = models.DateTimeField(db_default=Now())
    withdrawn_on = models.DateField(null=True)
    replaced_by = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="replaces")

    class Meta:
        db_table = "commitments_promise"
        constraints = [
            models.UniqueConstraint(fields=["customer_id", "id"], name="promises_by_customer"),
            models.CheckConstraint(condition=Q(amount__gt=0), name="a_promise_is_about_a_positive_amount"),
            models.CheckConstraint(condition=Q(promised_for__gte=models.F("promised_on")), name="a_promise_is_for_a_later_day"),
        ]
        indexes = [
            models.Index(
                fields=["customer_id", "promised_for"],
                condition=Q(withdrawn_on__isnull=True, replaced_by__isnull=True),
                name="promises_in_force",
            ),
            models.Index(fields=["taken_by", "promised_on"], name="promises_by_taker"),
        ]

    def __str__(self) -> str:
        return f"{self.amount} {self.promised_for}"


class PromiseItem(models.Model):
    """What a promise says of one invoice, until a later promise about that invoice takes its place."""

    promise = models.ForeignKey(Promise, on_delete=models.CASCADE, related_name="items")
    customer_id = models.BigIntegerField()
    item_id = models.BigIntegerField()
    amount = models.DecimalField(max_digits=18, decimal_places=3)
    replaced_by = models.ForeignKey(Promise, on_delete=models.PROTECT, null=True, related_name="takes_over")

    class Meta:
        db_table = "commitments_promise_item"
        constraints = [
            models.UniqueConstraint(fields=["customer_id", "promise", "item_id"], name="a_promise_names_an_item_once"),
            models.CheckConstraint(condition=Q(amount__gt=0), name="a_promised_part_is_positive"),
        ]

    def __str__(self) -> str:
        return f"{self.item_id} {self.amount}"


class Plan(models.Model):
    """A payment plan. Dunning follows its instalments; `broken_on` is set by the person who ends it."""

    class State(models.TextChoices):
        PROPOSED = "proposed"
        ACCEPTED = "accepted"
        BROKEN = "broken"
        COMPLETED = "completed"
        WITHDRAWN = "withdrawn"

    creditor_id = models.BigIntegerField()
    customer_id = models.BigIntegerField()
    currency = models.CharField(max_length=3, default="EUR")
    state = models.CharField(max_length=12, choices=State.choices, default=State.PROPOSED)
    document_sha256 = models.BinaryField(max_length=32, null=True)
    accepted_at = models.DateTimeField(null=True)
    acceptance = models.JSONField(default=dict)
    noticed_on = models.DateField(null=True)
    notice_until_on = models.DateField(null=True)
    broken_on = models.DateField(null=True)
    recorded_at = models.DateTimeField(db_default=Now())

    class Meta:
        db_table = "commitments_plan"
        constraints = [models.UniqueConstraint(fields=["customer_id", "id"], name="plans_by_customer")]

    def __str__(self) -> str:
        return f"{self.customer_id} {self.state}"


class PlanItem(models.Model):
    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="items")
    customer_id = models.BigIntegerField()
    item_id = models.BigIntegerField()
    amount = models.DecimalField(max_digits=18, decimal_places=3)

    class Meta:
        db_table = "commitments_plan_item"
        constraints = [models.UniqueConstraint(fields=["customer_id", "plan", "item_id"], name="a_plan_names_an_item_once")]

    def __str__(self) -> str:
        return f"{self.item_id} {self.amount}"


class Instalment(models.Model):
    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="instalments")
    customer_id = models.BigIntegerField()
    position = models.SmallIntegerField()
    due_date = models.DateField()
    amount = models.DecimalField(max_digits=18, decimal_places=3)

    class Meta:
        db_table = "commitments_instalment"
        constraints = [
            models.UniqueConstraint(fields=["customer_id", "plan", "position"], name="a_plan_has_a_position_once"),
            models.CheckConstraint(condition=Q(amount__gt=0), name="an_instalment_is_positive"),
        ]

    def __str__(self) -> str:
        return f"{self.due_date} {self.amount}"
