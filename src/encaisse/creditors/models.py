from django.db import models
from django.db.models import Q
from django.db.models.functions import Now


class Creditor(models.Model):
    """A legal entity whose invoices are collected (or an agency's mandator)."""

    name = models.CharField(max_length=200)
    short_name = models.CharField(max_length=40, blank=True)
    siren = models.CharField(max_length=9)
    vat_number = models.CharField(max_length=16, blank=True)
    legal_form = models.CharField(max_length=80, blank=True)
    capital = models.CharField(max_length=40, blank=True)
    registry = models.CharField(max_length=80, blank=True)
    street = models.TextField(blank=True)
    postcode = models.CharField(max_length=12, blank=True)
    city = models.CharField(max_length=80, blank=True)
    country = models.CharField(max_length=2, default="FR")
    phone = models.CharField(max_length=32, blank=True)
    email = models.EmailField(blank=True)
    currency = models.CharField(max_length=3, default="EUR")
    timezone = models.CharField(max_length=64, default="Europe/Paris")
    region = models.CharField(max_length=24, default="FR")
    terms_code = models.CharField(max_length=32, default="NET30")
    sending_slot = models.TimeField(null=True, blank=True)
    letterhead_sha256 = models.BinaryField(max_length=32, null=True)
    is_demonstration = models.BooleanField(default=False)
    website = models.CharField(max_length=120, blank=True, db_default="")
    legal_mentions = models.TextField(blank=True, db_default="")
    mediator_name = models.CharField(max_length=120, blank=True, db_default="")
    mediator_address = models.CharField(max_length=300, blank=True, db_default="")
    mediator_site = models.CharField(max_length=120, blank=True, db_default="")
    handover_to = models.CharField(max_length=120, blank=True, db_default="")
    handover_for = models.CharField(max_length=120, blank=True, db_default="")
    calendar_changed_at = models.DateTimeField(null=True)  # what was decided before is decided again
    created_at = models.DateTimeField(db_default=Now())

    class Meta:
        db_table = "creditors_creditor"
        constraints = [
            models.UniqueConstraint(fields=["siren"], name="a_siren_names_one_creditor"),
            models.CheckConstraint(condition=Q(siren__regex=r"^\d{9}$"), name="a_creditor_siren_has_nine_digits"),
        ]

    def __str__(self) -> str:
        return self.name


class BankAccount(models.Model):
    """Where customers pay. The IBAN is encrypted; `iban_digest` finds it, `iban_hint` (last four) shows it."""

    creditor = models.ForeignKey(Creditor, on_delete=models.PROTECT, related_name="bank_accounts")
    name = models.CharField(max_length=80)
    iban_cipher = models.BinaryField()
    iban_digest = models.BinaryField(max_length=32)
    iban_hint = models.CharField(max_length=8)
    key_no = models.SmallIntegerField()
    bic = models.CharField(max_length=11, blank=True)
    is_default = models.BooleanField(default=False)

    class Meta:
        db_table = "creditors_bank_account"
        constraints = [
            models.UniqueConstraint(fields=["creditor", "iban_digest"], name="a_creditor_names_an_iban_once"),
            models.UniqueConstraint(fields=["creditor"], condition=Q(is_default=True), name="a_creditor_has_one_default_bank_account"),
        ]

    def __str__(self) -> str:
        return self.name


class WorkingDay(models.Model):
    """One day of a region's calendar. `open_no` counts the open days, so that "+3 working days" is a look-up."""

    pk = models.CompositePrimaryKey("region", "day")
    region = models.CharField(max_length=24)
    day = models.DateField()
    is_open = models.BooleanField()
    next_open = models.DateField()
    open_no = models.IntegerField()

    class Meta:
        db_table = "creditors_working_day"
        indexes = [models.Index(fields=["region", "open_no"], condition=Q(is_open=True), name="working_day_by_number")]

    def __str__(self) -> str:
        return f"{self.region} {self.day}"


class QuietPeriod(models.Model):
    """Days when messages wait: of a creditor (levels >= 2), or of a customer's yearly closing (all levels)."""

    creditor_id = models.BigIntegerField(null=True)
    customer_id = models.BigIntegerField(null=True, db_index=True)
    name = models.CharField(max_length=80, blank=True)
    from_on = models.DateField()
    to_on = models.DateField()

    class Meta:
        db_table = "creditors_quiet_period"
        constraints = [
            models.CheckConstraint(condition=Q(to_on__gte=models.F("from_on")), name="a_quiet_period_ends_after_it_begins"),
            models.CheckConstraint(
                condition=Q(creditor_id__isnull=False) | Q(customer_id__isnull=False), name="a_quiet_period_is_someones"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.from_on} – {self.to_on}"


class ClosedDay(models.Model):
    """A day on which a company is closed although its region works: a bridge, an inventory. Nothing of it leaves that day."""

    creditor = models.ForeignKey(Creditor, on_delete=models.CASCADE, related_name="closed_days", db_index=False)
    day = models.DateField()
    name = models.CharField(max_length=80, blank=True)

    class Meta:
        db_table = "creditors_closed_day"
        constraints = [models.UniqueConstraint(fields=["creditor", "day"], name="a_day_is_closed_once")]

    def __str__(self) -> str:
        return f"{self.day} {self.name}"


class OpenedDay(models.Model):
    """A week-end day or a public holiday on which a company works all the same: a solidarity day, an inventory."""

    creditor = models.ForeignKey(Creditor, on_delete=models.CASCADE, related_name="opened_days", db_index=False)
    day = models.DateField()
    name = models.CharField(max_length=80, blank=True)

    class Meta:
        db_table = "creditors_opened_day"
        constraints = [models.UniqueConstraint(fields=["creditor", "day"], name="a_day_is_opened_once")]

    def __str__(self) -> str:
        return f"{self.day} {self.name}"
