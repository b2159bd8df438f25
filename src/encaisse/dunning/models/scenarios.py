from django.db import models
from django.db.models import Q
from django.db.models.functions import Now


class Scenario(models.Model):
    """A dunning scenario, of one creditor or of all (`creditor_id` empty)."""

    creditor_id = models.BigIntegerField(null=True)
    code = models.CharField(max_length=32)
    name_fr = models.CharField(max_length=80)
    name_en = models.CharField(max_length=80)
    archived_on = models.DateField(null=True)

    class Meta:
        db_table = "dunning_scenario"
        constraints = [
            models.UniqueConstraint(fields=["creditor_id", "code"], nulls_distinct=False, name="a_scenario_code_is_used_once_per_creditor")
        ]

    def __str__(self) -> str:
        return self.code


class VersionState(models.TextChoices):
    DRAFT = "draft"
    TO_APPROVE = "to_approve"
    PUBLISHED = "published"
    CANCELLED = "cancelled"


class ScenarioVersion(models.Model):
    """What a scenario says from a day on; a version in use is never edited, a draft applies nowhere."""

    scenario = models.ForeignKey(Scenario, on_delete=models.PROTECT, related_name="versions")
    version_no = models.IntegerField()
    state = models.CharField(max_length=12, choices=VersionState.choices, default=VersionState.PUBLISHED, db_default="published")
    from_on = models.DateField(null=True)
    minimum_amount = models.DecimalField(max_digits=18, decimal_places=3, default=0)
    first_curative_position = models.SmallIntegerField(default=0)
    created_by = models.BigIntegerField(null=True)
    created_by_name = models.CharField(max_length=120, blank=True, db_default="")
    created_at = models.DateTimeField(db_default=Now())
    comment = models.CharField(max_length=200, blank=True, db_default="")
    approved_by = models.BigIntegerField(null=True)
    approved_by_name = models.CharField(max_length=120, blank=True, db_default="")
    settled_at = models.DateTimeField(null=True)  # published, or cancelled

    class Meta:
        db_table = "dunning_scenario_version"
        constraints = [
            models.UniqueConstraint(fields=["scenario", "version_no"], name="a_scenario_has_a_version_once"),
            models.UniqueConstraint(
                fields=["scenario"], condition=Q(state__in=["draft", "to_approve"]), name="a_scenario_has_one_version_in_the_making"
            ),
            models.CheckConstraint(
                condition=Q(from_on__isnull=False) | Q(state__in=["draft", "cancelled"]), name="a_version_that_applies_says_from_when"
            ),
        ]

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
    copies = models.CharField(max_length=8, default="company", db_default="company")  # company | none | asked | new
    with_statement = models.BooleanField(default=False, db_default=False)
    with_terms = models.BooleanField(default=False, db_default=False)

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
