from django.db import models
from django.db.models import Q
from django.db.models.functions import Now


class ExchangeRate(models.Model):
    """For totals on screen only; no decision converts currencies. One unit of `currency` is worth `rate` euros on a day."""

    pk = models.CompositePrimaryKey("currency", "on")
    currency = models.CharField(max_length=3)
    on = models.DateField()
    rate = models.DecimalField(max_digits=18, decimal_places=8)

    class Meta:
        db_table = "ledger_exchange_rate"

    def __str__(self) -> str:
        return f"{self.currency} {self.on}"


class HalfYear(models.Model):
    """The rates of a half-year as an administrator entered them, with their source. A correction is a new row: the last one counts."""

    starts_on = models.DateField(db_index=True)
    legal_individual = models.DecimalField(max_digits=6, decimal_places=3, null=True)
    legal_professional = models.DecimalField(max_digits=6, decimal_places=3, null=True)
    ecb = models.DecimalField(max_digits=6, decimal_places=3, null=True)
    source = models.CharField(max_length=200)
    entered_by_name = models.CharField(max_length=120, blank=True)
    recorded_at = models.DateTimeField(db_default=Now())

    class Meta:
        db_table = "ledger_half_year"
        constraints = [
            models.CheckConstraint(condition=Q(starts_on__month__in=[1, 7], starts_on__day=1), name="rates_run_from_january_or_july")
        ]

    def __str__(self) -> str:
        return f"{self.starts_on}"
