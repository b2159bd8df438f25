from django.db import models
from django.db.models import Q
from django.db.models.functions import Now


class Run(models.Model):
    creditor_id = models.BigIntegerField(null=True)
    on = models.DateField()
    facts_true_until_on = models.DateField(null=True)
    is_full = models.BooleanField(default=False)
    counts = models.JSONField(default=dict)
    started_at = models.DateTimeField(db_default=Now())
    ended_at = models.DateTimeField(null=True)
    by = models.BigIntegerField(null=True)

    class Meta:
        db_table = "dunning_run"

    def __str__(self) -> str:
        return f"{self.creditor_id} {self.on}"


class ActionState(models.TextChoices):
    TO_APPROVE = "to_approve"
    APPROVED = "approved"
    SENDING = "sending"
    SENT = "sent"
    FAILED = "failed"
    UNKNOWN = "unknown"
    DONE = "done"
    NOT_DONE = "not_done"
    WITHDRAWN = "withdrawn"


LIVE = ["to_approve", "approved", "sending"]


class PlannedAction(models.Model):
    """The one action a payer deserves on a day: a draft to approve, a call or task to do, then what became of it."""

    creditor_id = models.BigIntegerField()
    customer_id = models.BigIntegerField()  # the payer
    decided_on = models.DateField()
    planned_since = models.DateField()  # the first morning this same step was planned: what "untouched" counts from
    version_id = models.BigIntegerField()
    step_key = models.CharField(max_length=48)
    position = models.SmallIntegerField()
    level = models.SmallIntegerField()
    channel = models.CharField(max_length=24)
    mode = models.CharField(max_length=12)
    template_code = models.CharField(max_length=48, blank=True)
    sender_role = models.CharField(max_length=24, blank=True)
    assignee_id = models.BigIntegerField(null=True)
    state = models.CharField(max_length=12, choices=ActionState.choices)
    not_before = models.DateTimeField(null=True)
    currency = models.CharField(max_length=3, default="EUR")
    net_amount = models.DecimalField(max_digits=18, decimal_places=3)
    subject_id = models.BigIntegerField(null=True)  # the promise or the plan the action is about
    debtor_id = models.BigIntegerField(null=True)
    reason = models.JSONField(default=dict)
    signature = models.CharField(max_length=32, default="", db_default="")  # what it asks: unchanged, the draft is left as it is
    run_id = models.BigIntegerField(null=True)
    message_id = models.BigIntegerField(null=True)
    approved_by = models.BigIntegerField(null=True)
    approved_at = models.DateTimeField(null=True)
    joins_id = models.BigIntegerField(null=True)  # the action whose joint message, or call, speaks for this one
    call_back_at = models.DateTimeField(null=True)
    attempts = models.SmallIntegerField(default=0, db_default=0)
    ended_on = models.DateField(null=True)
    withdrawn_on = models.DateField(null=True)  # the day a person took it back: that day speaks no more
    result = models.CharField(max_length=24, blank=True, db_default="")
    recorded_at = models.DateTimeField(db_default=Now())

    class Meta:
        db_table = "dunning_planned_action"
        constraints = [
            models.UniqueConstraint(fields=["customer_id", "id"], name="planned_actions_by_customer"),
            models.UniqueConstraint(fields=["creditor_id", "customer_id"], condition=Q(state__in=LIVE), name="a_payer_has_one_live_action"),
            models.UniqueConstraint(
                fields=["creditor_id", "customer_id", "decided_on"],
                condition=~Q(state__in=["withdrawn", "failed"]),
                name="a_payer_gets_one_action_a_day",
            ),
        ]
        indexes = [
            models.Index(fields=["creditor_id", "state", "channel"], name="planned_actions_by_state"),
            models.Index(fields=["message_id"], name="planned_actions_by_message", condition=Q(message_id__isnull=False)),
            models.Index(
                fields=["channel", "-level", "-net_amount", "id"],
                include=["creditor_id", "currency"],
                condition=Q(state="to_approve"),
                name="drafts_in_order",
            ),
            models.Index(fields=["joins_id"], name="actions_joining_another", condition=Q(joins_id__isnull=False)),
            models.Index(fields=["approved_by", "approved_at"], condition=Q(approved_by__isnull=False), name="actions_by_approver"),
        ]

    def __str__(self) -> str:
        return f"{self.customer_id} {self.step_key}"


class ActionItem(models.Model):
    """An item listed by an action. `own_position` empty: only listed, records no step. One composite key proves the copies."""

    pk = models.CompositePrimaryKey("planned_action_id", "item_id", "section")
    customer_id = models.BigIntegerField()
    planned_action_id = models.BigIntegerField()
    item_id = models.BigIntegerField()
    round = models.SmallIntegerField(default=0, db_default=0)  # the opening it was listed for: a payment that comes back opens another
    own_position = models.SmallIntegerField(null=True)
    own_step_key = models.CharField(max_length=48, default="", db_default="")
    own_level = models.SmallIntegerField(null=True)
    how = models.CharField(max_length=16, default="", db_default="")
    section = models.CharField(max_length=12)
    amount = models.DecimalField(max_digits=18, decimal_places=3)
    open_amount = models.DecimalField(max_digits=18, decimal_places=3)
    held_amount = models.DecimalField(max_digits=18, decimal_places=3, default=0)
    noted_for = models.DateField(null=True)

    class Meta:
        db_table = "dunning_action_item"

    def __str__(self) -> str:
        return f"{self.planned_action_id} {self.item_id}"


class AddressDay(models.Model):
    """One message per contact address and day, over all creditors."""

    pk = models.CompositePrimaryKey("address_digest", "day")
    address_digest = models.BinaryField(max_length=32)
    day = models.DateField()
    planned_action_id = models.BigIntegerField()

    class Meta:
        db_table = "dunning_address_day"

    def __str__(self) -> str:
        return f"{self.day}"
