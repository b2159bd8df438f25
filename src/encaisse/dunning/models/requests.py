from django.db import models
from django.db.models import Q
from django.db.models.functions import Now


class ScenarioRequest(models.Model):
    """Somebody asks that a customer, or one of its invoices, follow another scenario (empty: that of its segment again)."""

    creditor_id = models.BigIntegerField()
    customer_id = models.BigIntegerField()
    item_id = models.BigIntegerField(null=True)
    scenario_id = models.BigIntegerField(null=True)
    reason = models.CharField(max_length=200)
    asked_by = models.BigIntegerField(null=True)
    asked_by_name = models.CharField(max_length=120, blank=True)
    asked_at = models.DateTimeField(db_default=Now())
    is_granted = models.BooleanField(null=True)
    decided_by = models.BigIntegerField(null=True)
    decided_by_name = models.CharField(max_length=120, blank=True, db_default="")
    decided_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "dunning_scenario_request"
        indexes = [
            models.Index(fields=["creditor_id"], condition=Q(decided_at__isnull=True), name="scenario_requests_waiting"),
            models.Index(fields=["customer_id", "-id"], name="scenario_requests_by_customer"),
        ]

    def __str__(self) -> str:
        return f"{self.customer_id} {self.scenario_id}"
