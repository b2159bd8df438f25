from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from encaisse.files.models import Blob


class DeliveryState(models.Model):
    """A step of the e-invoice life cycle (codes 200–228, XP Z12-012), every one kept."""

    creditor_id = models.BigIntegerField()
    customer_id = models.BigIntegerField()
    document_id = models.BigIntegerField()
    code = models.SmallIntegerField()
    reason_code = models.CharField(max_length=40, blank=True)
    contested_amount = models.DecimalField(max_digits=18, decimal_places=3, null=True)  # told as not approved; empty: all of it
    happened_at = models.DateTimeField()
    recorded_at = models.DateTimeField(db_default=Now())
    source_id = models.BigIntegerField(null=True)
    comment = models.CharField(max_length=200, blank=True, db_default="")  # how a person settled what the platform had told

    class Meta:
        db_table = "ledger_delivery_state"
        indexes = [models.Index(fields=["customer_id", "document_id", "-happened_at"], name="delivery_states_by_document")]

    def __str__(self) -> str:
        return f"{self.document_id} {self.code}"


class InvoiceFile(models.Model):
    """A file that shows a document: its PDF, its structured invoice. Kept by hash; the same file is attached once."""

    class Role(models.TextChoices):
        INVOICE = "invoice"  # what a person reads: a PDF, with or without the structured invoice inside
        EINVOICE = "einvoice"  # a structured invoice alone (XML)
        OTHER = "other"  # delivery note, order…

    creditor_id = models.BigIntegerField()
    customer_id = models.BigIntegerField()
    document_id = models.BigIntegerField()
    blob = models.ForeignKey(Blob, on_delete=models.PROTECT, db_column="sha256", related_name="+", db_index=False)
    name = models.CharField(max_length=200)
    role = models.CharField(max_length=12, choices=Role.choices, default=Role.INVOICE)
    matched_by = models.CharField(max_length=16, default="hand")  # hand | name | text | content
    attached_at = models.DateTimeField(db_default=Now())
    attached_by = models.BigIntegerField(null=True)
    attached_by_name = models.CharField(max_length=120, blank=True)
    detached_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "ledger_invoice_file"
        constraints = [models.UniqueConstraint(fields=["customer_id", "document_id", "blob"], name="a_document_shows_a_file_once")]

    def __str__(self) -> str:
        return self.name


class Dispatch(models.Model):
    """One sending of an invoice: when, to whom, by which channel, with its proof. Never edited: a wrong one is withdrawn."""

    creditor_id = models.BigIntegerField()
    customer_id = models.BigIntegerField()
    document_id = models.BigIntegerField()
    sent_on = models.DateField()
    channel = models.CharField(max_length=12)  # email | post | portal | einvoicing | hand
    recipient = models.CharField(max_length=254, blank=True)
    reference = models.CharField(max_length=120, blank=True)
    proof = models.ForeignKey(Blob, on_delete=models.PROTECT, db_column="proof_sha256", related_name="+", db_index=False, null=True)
    proof_name = models.CharField(max_length=200, blank=True)
    recorded_at = models.DateTimeField(db_default=Now())
    recorded_by = models.BigIntegerField(null=True)
    recorded_by_name = models.CharField(max_length=120, blank=True)
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by_name = models.CharField(max_length=120, blank=True)

    class Meta:
        db_table = "ledger_dispatch"
        constraints = [
            models.UniqueConstraint(
                fields=["customer_id", "document_id", "sent_on", "channel", "recipient", "reference"],
                condition=Q(withdrawn_at=None),
                name="a_dispatch_is_told_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.document_id} {self.channel} {self.sent_on}"


class InvoiceParticulars(models.Model):
    """What the structured invoice of a document says beyond the accounts: totals, references, terms. Read as the seller wrote it."""

    creditor_id = models.BigIntegerField()
    customer_id = models.BigIntegerField()
    document_id = models.BigIntegerField()
    form = models.CharField(max_length=12)  # cii | ubl
    profile = models.CharField(max_length=120, blank=True)
    type_code = models.CharField(max_length=4)
    total_amount = models.DecimalField(max_digits=18, decimal_places=3)  # BT-112, signed as the document
    prepaid_amount = models.DecimalField(max_digits=18, decimal_places=3, default=0)  # BT-113
    net_amount = models.DecimalField(max_digits=18, decimal_places=3, null=True)  # BT-109
    buyer_reference = models.CharField(max_length=120, blank=True)  # BT-10
    order_reference = models.CharField(max_length=120, blank=True)  # BT-13
    contract_reference = models.CharField(max_length=120, blank=True)  # BT-12
    payment_reference = models.CharField(max_length=140, blank=True)  # BT-83
    terms = models.TextField(blank=True)  # BT-20
    due_date = models.DateField(null=True)  # BT-9
    preceding = models.JSONField(default=list)  # BT-25
    recorded_at = models.DateTimeField(db_default=Now())

    class Meta:
        db_table = "ledger_invoice_particulars"
        constraints = [models.UniqueConstraint(fields=["customer_id", "document_id"], name="a_document_has_its_particulars_once")]

    def __str__(self) -> str:
        return f"{self.document_id} {self.type_code}"
