from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Greatest, Least, Now

WITHIN = Q(open_amount__gte=Least(F("amount"), 0), open_amount__lte=Greatest(F("amount"), 0))
REVERSED = Q(amount__gt=0, reverses_id__isnull=True) | Q(amount__lt=0, reverses_id__isnull=False)


class DocumentKind(models.TextChoices):
    INVOICE = "invoice"
    CREDIT_NOTE = "credit_note"
    DEPOSIT = "deposit"
    PAYMENT = "payment"
    BILL = "bill"
    OPENING = "opening"
    RETURNED_PAYMENT = "returned_payment"
    OTHER = "other"


# Why an item is never dunned by itself and waits under « À qualifier ».
class Doubt(models.TextChoices):
    NONE = ""
    NO_DOCUMENT = "no_document"
    CARRIED_FORWARD = "carried_forward"
    COLLECTIVE = "collective"
    AFFILIATE = "affiliate"
    EMPLOYEE = "employee"
    BILL_NOT_MATURED = "bill_not_matured"
    DOUBTFUL = "doubtful"
    TO_BE_INVOICED = "to_be_invoiced"
    FACTORED = "factored"
    PAST_LIMITATION = "past_limitation"


class QualifiedAs(models.TextChoices):
    UNDECIDED = ""
    TO_DUN = "to_dun"
    LEFT_OUT = "left_out"


class Source(models.Model):
    """Where facts come from, and until which day they are true: freshness is a fact."""

    creditor_id = models.BigIntegerField()
    kind = models.CharField(max_length=24)  # fec, csv, xlsx, bank, manual, demo
    name = models.CharField(max_length=120)
    true_until_on = models.DateField(null=True)
    received_at = models.DateTimeField(db_default=Now())
    fresh_days = models.PositiveSmallIntegerField(db_default=2)  # working days it may be old before nothing curative relies on it
    is_retired = models.BooleanField(db_default=False)  # no longer fed: decisions do not wait for it

    class Meta:
        db_table = "ledger_source"
        constraints = [models.UniqueConstraint(fields=["creditor_id", "name"], name="a_source_name_is_used_once_per_creditor")]

    def __str__(self) -> str:
        return self.name


class Document(models.Model):
    """An invoice, credit note, payment… as the accounts know it. Never edited: a correction is a new row."""

    creditor_id = models.BigIntegerField()
    customer_id = models.BigIntegerField()
    kind = models.CharField(max_length=20, choices=DocumentKind.choices)
    number = models.CharField(max_length=80, blank=True)
    title = models.CharField(max_length=200, blank=True)
    issued_on = models.DateField()
    performed_on = models.DateField(null=True)
    currency = models.CharField(max_length=3, default="EUR")
    gross_amount = models.DecimalField(max_digits=18, decimal_places=3)  # signed: debits positive, credits negative
    net_amount = models.DecimalField(max_digits=18, decimal_places=3, null=True)
    order_reference = models.CharField(max_length=80, blank=True)
    about_document_id = models.BigIntegerField(null=True)
    doubt = models.CharField(max_length=20, choices=Doubt.choices, default=Doubt.NONE, db_default="")
    qualified_as = models.CharField(max_length=12, choices=QualifiedAs.choices, default=QualifiedAs.UNDECIDED, db_default="")
    salesperson_id = models.BigIntegerField(null=True)
    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="+", db_index=False)
    source_key = models.CharField(max_length=200)
    recorded_at = models.DateTimeField(db_default=Now())

    class Meta:
        db_table = "ledger_document"
        constraints = [
            models.UniqueConstraint(fields=["customer_id", "source", "source_key"], name="a_source_gives_a_document_once"),
            models.UniqueConstraint(fields=["customer_id", "id"], name="documents_by_customer"),
        ]
        indexes = [
            models.Index(fields=["creditor_id", "number"], name="documents_by_number"),
            models.Index(fields=["issued_on", "customer_id"], condition=Q(kind="payment"), name="payments_by_day"),
            models.Index(fields=["creditor_id", "doubt"], condition=~Q(doubt="") & Q(qualified_as=""), name="documents_to_qualify"),
        ]

    def __str__(self) -> str:
        return self.number


class OpenItem(models.Model):
    """One row per due date of a document. `open_amount` is a cache of the allocations, kept by the same action as the fact."""

    creditor_id = models.BigIntegerField()
    customer_id = models.BigIntegerField()
    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="items", db_constraint=False, db_index=False)
    part_no = models.SmallIntegerField(default=1)
    due_date = models.DateField()
    due_date_source = models.CharField(max_length=12, default="given")  # given | terms | default | person
    currency = models.CharField(max_length=3, default="EUR")
    amount = models.DecimalField(max_digits=18, decimal_places=3)
    open_amount = models.DecimalField(max_digits=18, decimal_places=3)

    class Meta:
        db_table = "ledger_open_item"
        constraints = [
            models.UniqueConstraint(fields=["customer_id", "document", "part_no"], name="a_document_has_a_part_once"),
            models.UniqueConstraint(fields=["customer_id", "id"], name="items_by_customer"),
            models.CheckConstraint(condition=WITHIN, name="what_is_open_lies_between_nothing_and_the_amount"),
        ]
        indexes = [
            models.Index(fields=["customer_id", "currency"], condition=~Q(open_amount=0), name="open_items_of_customers"),
            models.Index(fields=["creditor_id", "due_date"], condition=~Q(open_amount=0), name="open_items_by_due_date"),
        ]

    def __str__(self) -> str:
        return f"{self.document_id}/{self.part_no}"


class DueDateChange(models.Model):
    creditor_id = models.BigIntegerField()
    customer_id = models.BigIntegerField()
    item_id = models.BigIntegerField()
    from_date = models.DateField()
    to_date = models.DateField()
    reason = models.CharField(max_length=200)
    changed_on = models.DateField()
    changed_by = models.BigIntegerField(null=True)
    recorded_at = models.DateTimeField(db_default=Now())

    class Meta:
        db_table = "ledger_due_date_change"
        indexes = [models.Index(fields=["customer_id", "item_id"], name="due_date_changes_by_item")]

    def __str__(self) -> str:
        return f"{self.from_date} → {self.to_date}"


class Allocation(models.Model):
    """A credit pays a debit. Append-only: an undo is a negative row that names the row it reverses."""

    creditor_id = models.BigIntegerField()
    customer_id = models.BigIntegerField()
    debit_id = models.BigIntegerField()
    credit_id = models.BigIntegerField()
    amount = models.DecimalField(max_digits=18, decimal_places=3)
    allocated_on = models.DateField()
    recorded_at = models.DateTimeField(db_default=Now())
    recorded_by = models.BigIntegerField(null=True)
    reverses_id = models.BigIntegerField(null=True)
    reason = models.CharField(max_length=40, blank=True)
    batch_id = models.BigIntegerField(null=True)

    class Meta:
        db_table = "ledger_allocation"
        constraints = [
            models.UniqueConstraint(
                fields=["customer_id", "reverses_id"], condition=Q(reverses_id__isnull=False), name="an_allocation_is_reversed_once"
            ),
            models.CheckConstraint(condition=REVERSED, name="only_a_reversal_is_negative"),
        ]
        indexes = [
            models.Index(fields=["customer_id", "debit_id"], name="allocations_by_debit"),
            models.Index(fields=["customer_id", "credit_id"], name="allocations_by_credit"),
        ]

    def __str__(self) -> str:
        return f"{self.credit_id} → {self.debit_id}"


class ReturnedPayment(models.Model):
    creditor_id = models.BigIntegerField()
    customer_id = models.BigIntegerField()
    credit_id = models.BigIntegerField()
    returned_on = models.DateField()
    reason_code = models.CharField(max_length=16, blank=True)
    family = models.CharField(max_length=24, blank=True)
    fee_amount = models.DecimalField(max_digits=18, decimal_places=3, default=0)
    recorded_at = models.DateTimeField(db_default=Now())

    class Meta:
        db_table = "ledger_returned_payment"
        constraints = [models.UniqueConstraint(fields=["customer_id", "credit_id"], name="a_payment_is_returned_once")]

    def __str__(self) -> str:
        return f"{self.credit_id} {self.returned_on}"


class CustomerBalance(models.Model):
    """Maintained figures of a customer in one currency, re-aged each day: 1–30, 31–60, 61–90, 91–120, 121–180, > 180 days late."""

    pk = models.CompositePrimaryKey("customer_id", "currency")
    customer_id = models.BigIntegerField()
    creditor_id = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    aged_on = models.DateField()
    open_amount = models.DecimalField(max_digits=18, decimal_places=3)  # net: debits and credits
    credit_amount = models.DecimalField(max_digits=18, decimal_places=3)  # open credits, negative
    not_due_amount = models.DecimalField(max_digits=18, decimal_places=3)  # debits not yet due
    overdue_amount = models.DecimalField(max_digits=18, decimal_places=3)  # debits past due, gross of credits
    age_1 = models.DecimalField(max_digits=18, decimal_places=3)
    age_2 = models.DecimalField(max_digits=18, decimal_places=3)
    age_3 = models.DecimalField(max_digits=18, decimal_places=3)
    age_4 = models.DecimalField(max_digits=18, decimal_places=3)
    age_5 = models.DecimalField(max_digits=18, decimal_places=3)
    age_6 = models.DecimalField(max_digits=18, decimal_places=3)
    oldest_due_date = models.DateField(null=True)
    next_due_date = models.DateField(null=True)  # the day the ages of this customer next move by themselves
    item_count = models.IntegerField()

    class Meta:
        db_table = "ledger_customer_balance"
        indexes = [
            models.Index(fields=["creditor_id", "-overdue_amount", "customer_id"], name="balances_by_overdue"),
            models.Index(fields=["-overdue_amount", "customer_id"], name="balances_largest_first"),
            models.Index(fields=["-open_amount", "customer_id"], name="balances_most_open_first"),
            models.Index(fields=["oldest_due_date", "customer_id"], name="balances_oldest_first"),
            models.Index(
                fields=["creditor_id", "customer_id"], include=["currency", "overdue_amount", "oldest_due_date"],
                condition=Q(overdue_amount__gt=0), name="balances_late",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.customer_id} {self.currency}"


class Qualification(models.Model):
    """What a person decided under « À qualifier »: for one document or, without one, for all of a customer's, those to come too."""

    creditor_id = models.BigIntegerField()
    customer_id = models.BigIntegerField()
    document_id = models.BigIntegerField(null=True)
    qualified_as = models.CharField(max_length=12, choices=QualifiedAs.choices)
    decided_by = models.BigIntegerField(null=True)
    recorded_at = models.DateTimeField(db_default=Now())

    class Meta:
        db_table = "ledger_qualification"
        indexes = [models.Index(fields=["customer_id", "-id"], name="qualifications_by_customer")]

    def __str__(self) -> str:
        return f"{self.customer_id} {self.qualified_as}"
