from django.db import models
from django.db.models import Q
from django.db.models.functions import Now


class Supervision(models.Model):
    """A time in which everything a company sends waits for a person, whatever its scenarios trust; it lasts until a person ends it."""

    creditor_id = models.BigIntegerField()
    begun_at = models.DateTimeField(db_default=Now())
    begun_by = models.BigIntegerField(null=True)
    ended_at = models.DateTimeField(null=True)
    ended_by = models.BigIntegerField(null=True)

    class Meta:
        db_table = "dunning_supervision"
        constraints = [
            models.UniqueConstraint(fields=["creditor_id"], condition=Q(ended_at__isnull=True), name="a_creditor_is_supervised_once")
        ]

    def __str__(self) -> str:
        return f"{self.creditor_id} {self.begun_at}"


class ContactCap(models.Model):
    """How often a company lets a person be contacted, where it is stricter than the cap of the product."""

    creditor_id = models.BigIntegerField()
    for_consumers = models.BooleanField()
    code = models.CharField(max_length=24)
    most = models.SmallIntegerField()
    set_by = models.BigIntegerField(null=True)
    recorded_at = models.DateTimeField(db_default=Now())

    class Meta:
        db_table = "dunning_contact_cap"
        constraints = [
            models.UniqueConstraint(fields=["creditor_id", "for_consumers", "code"], name="a_cap_is_set_once_per_creditor"),
            models.CheckConstraint(condition=Q(most__gte=1), name="a_cap_lets_one_contact_at_least"),
        ]

    def __str__(self) -> str:
        return f"{self.creditor_id} {self.code} {self.most}"


class RunOrder(models.Model):
    """A run asked for on screen: a job does it, and the page watches it. Its progress is written as it goes."""

    class State(models.TextChoices):
        WAITING = "waiting"
        RUNNING = "running"
        DONE = "done"
        REFUSED = "refused"
        FAILED = "failed"

    creditor_id = models.BigIntegerField()
    on = models.DateField()
    is_full = models.BooleanField(default=False)
    is_simulation = models.BooleanField(default=False)
    accept_stale = models.BooleanField(default=False)
    state = models.CharField(max_length=12, choices=State.choices, default=State.WAITING)
    done = models.BigIntegerField(default=0)
    total = models.BigIntegerField(default=0)
    refused = models.JSONField(default=dict)  # the refusal: its name and figures, said in the reader's language
    report = models.JSONField(default=dict)
    asked_by = models.BigIntegerField(null=True)
    asked_at = models.DateTimeField(db_default=Now())
    started_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "dunning_run_order"
        constraints = [
            models.UniqueConstraint(
                fields=["creditor_id"], condition=Q(state__in=["waiting", "running"]), name="a_creditor_is_run_one_at_a_time"
            )
        ]
        indexes = [models.Index(fields=["creditor_id", "-id"], name="run_orders_latest_first")]

    def __str__(self) -> str:
        return f"{self.creditor_id} {self.on} {self.state}"


class EnclosurePolicy(models.Model):
    """From which level on a creditor encloses the copies of invoices with its reminders; no row: never."""

    creditor_id = models.BigIntegerField(primary_key=True)
    from_level = models.SmallIntegerField(null=True)
    limit_mb = models.SmallIntegerField(default=8)
    terms_sha256 = models.CharField(max_length=64, blank=True, default="", db_default="")  # the general terms, kept among the files
    terms_name = models.CharField(max_length=120, blank=True, default="", db_default="")
    terms_size = models.IntegerField(default=0, db_default=0)

    class Meta:
        db_table = "dunning_enclosure_policy"
        constraints = [models.CheckConstraint(condition=Q(limit_mb__range=(1, 20)), name="enclosures_fit_in_a_mailbox")]

    def __str__(self) -> str:
        return f"{self.creditor_id} {self.from_level}"
