"""The insolvency of a company: a dated fact, taken back with words, never erased."""

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now

from encaisse.proceedings.rules import InsolvencyKind


class Insolvency(models.Model):
    """The judgment that opened collective proceedings, noted on a customer; it binds every account of the same company."""

    creditor_id = models.BigIntegerField()
    customer_id = models.BigIntegerField()
    kind = models.CharField(max_length=16, choices=[(each.value, each.value.title()) for each in InsolvencyKind])
    judgment_on = models.DateField()
    published_on = models.DateField(null=True)
    court = models.CharField(max_length=120, blank=True)
    noted_by = models.BigIntegerField(null=True)
    noted_by_name = models.CharField(max_length=120, blank=True)
    noted_at = models.DateTimeField(db_default=Now())
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_why = models.CharField(max_length=200, blank=True, db_default="")

    class Meta:
        db_table = "proceedings_insolvency"
        constraints = [
            models.UniqueConstraint(fields=["customer_id"], condition=Q(withdrawn_at=None), name="a_customer_is_insolvent_once_at_a_time"),
            models.CheckConstraint(
                condition=Q(published_on=None) | Q(published_on__gte=F("judgment_on")), name="a_judgment_is_published_after_it_was_given"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.customer_id} {self.kind} {self.judgment_on}"
