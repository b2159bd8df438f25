from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from encaisse.workbench.rules.reviews import Outlook


class ReviewComment(models.Model):
    """What was said of a customer, or of one of its items, at a portfolio review. Never edited: the latest one counts."""

    creditor_id = models.BigIntegerField()
    customer_id = models.BigIntegerField()
    item_id = models.BigIntegerField(null=True)
    outlook = models.CharField(max_length=12, blank=True, choices=[(each.value, each.value) for each in Outlook])
    body = models.CharField(max_length=500, blank=True)
    expected_on = models.DateField(null=True)
    expected_amount = models.DecimalField(max_digits=18, decimal_places=3, null=True)
    currency = models.CharField(max_length=3, default="EUR")
    written_on = models.DateField()
    written_by = models.BigIntegerField(null=True)
    written_by_name = models.CharField(max_length=120, blank=True)
    recorded_at = models.DateTimeField(db_default=Now())

    class Meta:
        db_table = "workbench_review_comment"
        constraints = [
            models.CheckConstraint(
                condition=~Q(body="") | ~Q(outlook="") | Q(expected_on__isnull=False) | Q(expected_amount__isnull=False),
                name="a_review_comment_says_something",
            ),
            models.CheckConstraint(
                condition=Q(expected_amount__isnull=True) | Q(expected_amount__gt=0), name="an_expected_receipt_is_positive"
            ),
        ]
        indexes = [models.Index(fields=["customer_id", "item_id", "-id"], name="review_comments_by_customer")]

    def __str__(self) -> str:
        return f"{self.customer_id} {self.written_on}"
