from django.db import models


class Close(models.Model):
    """The portfolio of a creditor as it stood at the end of a day, as known at an instant. Frozen: the database refuses to change it."""

    creditor_id = models.BigIntegerField()
    closed_on = models.DateField()
    known_at = models.DateTimeField()
    made_by = models.BigIntegerField(null=True)
    made_by_name = models.CharField(max_length=120, blank=True)
    customer_count = models.IntegerField(default=0)
    item_count = models.IntegerField(default=0)
    comment_count = models.IntegerField(default=0)
    totals = models.JSONField(default=dict)
    sha256 = models.BinaryField(max_length=32, default=b"")  # empty while the rows are being written, in one transaction

    class Meta:
        db_table = "workbench_close"
        constraints = [models.UniqueConstraint(fields=["creditor_id", "closed_on"], name="a_day_is_closed_once_per_creditor")]

    def __str__(self) -> str:
        return f"{self.creditor_id} {self.closed_on}"


class ClosedBalance(models.Model):
    """What a customer owed in one currency at a close, in whose hands it was, and what had been said of it."""

    pk = models.CompositePrimaryKey("close_id", "customer_id", "currency")
    close_id = models.BigIntegerField()
    customer_id = models.BigIntegerField()
    creditor_id = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    code = models.CharField(max_length=40)
    name = models.CharField(max_length=200)
    sort_key = models.CharField(max_length=240, blank=True, db_collation="C")
    segment = models.CharField(max_length=24)
    region = models.CharField(max_length=24)
    group_id = models.BigIntegerField(null=True)
    collector_id = models.BigIntegerField(null=True)
    salesperson_id = models.BigIntegerField(null=True)
    open_amount = models.DecimalField(max_digits=18, decimal_places=3)
    credit_amount = models.DecimalField(max_digits=18, decimal_places=3)
    not_due_amount = models.DecimalField(max_digits=18, decimal_places=3)
    overdue_amount = models.DecimalField(max_digits=18, decimal_places=3)
    age_1 = models.DecimalField(max_digits=18, decimal_places=3)
    age_2 = models.DecimalField(max_digits=18, decimal_places=3)
    age_3 = models.DecimalField(max_digits=18, decimal_places=3)
    age_4 = models.DecimalField(max_digits=18, decimal_places=3)
    age_5 = models.DecimalField(max_digits=18, decimal_places=3)
    age_6 = models.DecimalField(max_digits=18, decimal_places=3)
    oldest_due_date = models.DateField(null=True)
    item_count = models.IntegerField()
    comment_id = models.BigIntegerField(null=True)

    class Meta:
        db_table = "workbench_closed_balance"

    def __str__(self) -> str:
        return f"{self.close_id} {self.customer_id} {self.currency}"


class ClosedItem(models.Model):
    """What was open of an item at a close, and what had been said of it. Its document, never edited, is read from the ledger."""

    pk = models.CompositePrimaryKey("close_id", "customer_id", "item_id")
    close_id = models.BigIntegerField()
    customer_id = models.BigIntegerField()
    item_id = models.BigIntegerField()
    creditor_id = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    due_date = models.DateField()
    open_amount = models.DecimalField(max_digits=18, decimal_places=3)
    comment_id = models.BigIntegerField(null=True)

    class Meta:
        db_table = "workbench_closed_item"

    def __str__(self) -> str:
        return f"{self.close_id} {self.item_id}"
