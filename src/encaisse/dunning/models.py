from django.db import models
from django.db.models import Q
from django.db.models.functions import Now


class Scenario(models.Model):
    """A dunning scenario, of one creditor or of all (`creditor_id` empty)."""

    creditor_id = models.BigIntegerField(null=True)
    code = models.CharField(max_length=32)
    name_fr = models.CharField(max_length=80)
    name_en = models.CharField(max_length=80)

    class Meta:
        db_table = "dunning_scenario"
        constraints = [
            models.UniqueConstraint(fields=["creditor_id", "code"], nulls_distinct=False, name="a_scenario_code_is_used_once_per_creditor")
        ]

    def __str__(self) -> str:
        return self.code


class ScenarioVersion(models.Model):
    """What a scenario says from a day on; a version in use is never edited."""

    scenario = models.ForeignKey(Scenario, on_delete=models.PROTECT, related_name="versions")
    version_no = models.IntegerField()
    from_on = models.DateField()
    minimum_amount = models.DecimalField(max_digits=18, decimal_places=3, default=0)
    first_curative_position = models.SmallIntegerField(default=0)
    created_by = models.BigIntegerField(null=True)
    created_at = models.DateTimeField(db_default=Now())

    class Meta:
        db_table = "dunning_scenario_version"
        constraints = [models.UniqueConstraint(fields=["scenario", "version_no"], name="a_scenario_has_a_version_once")]

    def __str__(self) -> str:
        return f"{self.scenario_id} v{self.version_no}"


class Step(models.Model):
    version = models.ForeignKey(ScenarioVersion, on_delete=models.CASCADE, related_name="steps")
    position = models.SmallIntegerField()
    step_key = models.CharField(max_length=48)
    level = models.SmallIntegerField()
    offset_days = models.SmallIntegerField()
    offset_from = models.CharField(max_length=24, default="due_date")
    interval_days = models.SmallIntegerField(default=0)
    channel = models.CharField(max_length=24)
    template_code = models.CharField(max_length=48)
    sender_role = models.CharField(max_length=24)
    mode = models.CharField(max_length=12)
    is_contact = models.BooleanField(default=True)
    minimum_amount = models.DecimalField(max_digits=18, decimal_places=3, default=0)
    conditions = models.JSONField(default=list)

    class Meta:
        db_table = "dunning_step"
        constraints = [
            models.UniqueConstraint(fields=["version", "position"], name="a_version_has_a_position_once"),
            models.UniqueConstraint(fields=["version", "step_key"], name="a_version_has_a_step_key_once"),
            models.CheckConstraint(condition=Q(level__range=(0, 5)), name="a_level_lies_between_0_and_5"),
            models.CheckConstraint(condition=~Q(level__gte=4, mode="automatic"), name="levels_4_and_5_are_never_automatic"),
        ]

    def __str__(self) -> str:
        return self.step_key


class SegmentScenario(models.Model):
    """Inheritance creditor → segment: which scenario a segment follows (an empty segment is the creditor's default)."""

    creditor_id = models.BigIntegerField()
    segment = models.CharField(max_length=24, blank=True)
    scenario = models.ForeignKey(Scenario, on_delete=models.PROTECT, related_name="+")

    class Meta:
        db_table = "dunning_segment_scenario"
        constraints = [models.UniqueConstraint(fields=["creditor_id", "segment"], name="a_segment_follows_one_scenario")]

    def __str__(self) -> str:
        return f"{self.segment} → {self.scenario_id}"


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
    call_back_at = models.DateTimeField(null=True)
    attempts = models.SmallIntegerField(default=0, db_default=0)
    ended_on = models.DateField(null=True)
    result = models.CharField(max_length=24, blank=True, db_default="")
    recorded_at = models.DateTimeField(db_default=Now())

    class Meta:
        db_table = "dunning_planned_action"
        constraints = [
            models.UniqueConstraint(fields=["customer_id", "id"], name="planned_actions_by_customer"),
            models.UniqueConstraint(fields=["creditor_id", "customer_id"], condition=Q(state__in=LIVE), name="a_payer_has_one_live_action"),
            models.UniqueConstraint(
                fields=["creditor_id", "customer_id", "decided_on"], condition=~Q(state="withdrawn"), name="a_payer_gets_one_action_a_day"
            ),
        ]
        indexes = [
            models.Index(fields=["creditor_id", "state", "channel"], name="planned_actions_by_state"),
            models.Index(
                fields=["channel", "-level", "-net_amount", "id"],
                include=["creditor_id", "currency"],
                condition=Q(state="to_approve"),
                name="drafts_in_order",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.customer_id} {self.step_key}"


class ActionItem(models.Model):
    """An item listed by an action. `own_position` empty: only listed, records no step. One composite key proves the copies."""

    pk = models.CompositePrimaryKey("planned_action_id", "item_id", "section")
    customer_id = models.BigIntegerField()
    planned_action_id = models.BigIntegerField()
    item_id = models.BigIntegerField()
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


class Signal(models.Model):
    """A thing for a person to do that the run noticed: credits to allocate, an old balance, a missing presentation date."""

    creditor_id = models.BigIntegerField()
    customer_id = models.BigIntegerField()
    kind = models.CharField(max_length=32)
    raised_on = models.DateField()
    assignee_id = models.BigIntegerField(null=True)
    for_role = models.CharField(max_length=24, blank=True)
    amount = models.DecimalField(max_digits=18, decimal_places=3, default=0)
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
