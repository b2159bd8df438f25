from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from encaisse.ledger.models.documents import Doubt, QualifiedAs


class Factor(models.Model):
    """Who buys receivables of a creditor and is paid in its place. The IBAN is encrypted; `iban_hint` (last four) shows it."""

    creditor_id = models.BigIntegerField()
    name = models.CharField(max_length=120)
    contract_no = models.CharField(max_length=40, blank=True)
    iban_cipher = models.BinaryField()
    iban_hint = models.CharField(max_length=8)
    key_no = models.SmallIntegerField()
    bic = models.CharField(max_length=11, blank=True)
    may_dun = models.BooleanField(default=False)  # its mandate lets the creditor dun in its name
    recorded_at = models.DateTimeField(db_default=Now())

    class Meta:
        db_table = "ledger_factor"
        constraints = [models.UniqueConstraint(fields=["creditor_id", "name"], name="a_factor_is_named_once_per_creditor")]

    def __str__(self) -> str:
        return self.name


class FactoredDocument(models.Model):
    """A document assigned to a factor, from a day until it is taken back; what was thought of it before comes back with it."""

    creditor_id = models.BigIntegerField()
    customer_id = models.BigIntegerField()
    document_id = models.BigIntegerField()
    factor = models.ForeignKey(Factor, on_delete=models.PROTECT, related_name="documents")
    assigned_on = models.DateField()
    assigned_by_name = models.CharField(max_length=120)
    taken_back_on = models.DateField(null=True)
    doubt_before = models.CharField(max_length=20, choices=Doubt.choices, db_default="")
    qualified_before = models.CharField(max_length=12, choices=QualifiedAs.choices, db_default="")
    recorded_at = models.DateTimeField(db_default=Now())

    class Meta:
        db_table = "ledger_factored_document"
        constraints = [
            models.UniqueConstraint(
                fields=["customer_id", "document_id"], condition=Q(taken_back_on__isnull=True), name="a_document_has_one_factor_at_a_time"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.document_id} {self.factor_id}"
