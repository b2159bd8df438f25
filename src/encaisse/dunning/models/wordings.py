"""The text a person gave to one draft, in place of its template's."""

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

ADDED, TAKEN_OUT = "+", "-"


class DraftWording(models.Model):
    """What a person wrote for one draft. Never edited: the next text is another row, and going back to the template ends the last one."""

    creditor_id = models.BigIntegerField()
    customer_id = models.BigIntegerField()
    planned_action_id = models.BigIntegerField()
    step_key = models.CharField(max_length=48)
    language = models.CharField(max_length=2)
    subject = models.CharField(max_length=250)
    body = models.TextField()
    written_by = models.BigIntegerField(null=True)
    written_by_name = models.CharField(max_length=120, blank=True)
    written_at = models.DateTimeField(db_default=Now())
    changed = models.JSONField(
        default=list
    )  # sentences taken out and put in, as the customer would have read them: [["-", "…"], ["+", "…"]]
    ended_at = models.DateTimeField(null=True)
    ended_by_name = models.CharField(max_length=120, blank=True, default="")  # who went back to the template; nobody, when words followed

    class Meta:
        db_table = "dunning_draft_wording"
        constraints = [
            models.CheckConstraint(condition=~Q(body=""), name="a_wording_says_something"),
            models.UniqueConstraint(fields=["planned_action_id"], condition=Q(ended_at=None), name="a_draft_has_one_wording"),
        ]

    def __str__(self) -> str:
        return f"{self.planned_action_id} {self.written_by_name}"
