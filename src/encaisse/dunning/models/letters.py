"""What the post says of registered letters: each fact with its day and its proof."""

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from encaisse.dunning.rules.progress import Presentation
from encaisse.files.models import Blob


class LetterFact(models.Model):
    """One thing the post said of a registered letter. Never edited: a later one completes it."""

    creditor_id = models.BigIntegerField()
    customer_id = models.BigIntegerField()
    planned_action_id = models.BigIntegerField()
    outcome = models.CharField(max_length=20, choices=[(each.value, each.value) for each in Presentation])
    happened_on = models.DateField()
    tracking_number = models.CharField(max_length=40, blank=True)
    recipient = models.TextField(blank=True)  # where nobody lives, of a letter returned: no longer written to
    proof = models.ForeignKey(Blob, on_delete=models.PROTECT, null=True, related_name="+")
    proof_name = models.CharField(max_length=200, blank=True)
    noted_by = models.BigIntegerField(null=True)
    noted_by_name = models.CharField(max_length=120, blank=True)
    noted_at = models.DateTimeField(db_default=Now())

    class Meta:
        db_table = "dunning_letter_fact"
        constraints = [models.CheckConstraint(condition=Q(proof=None) | ~Q(proof_name=""), name="a_proof_bears_a_name")]
        indexes = [
            models.Index(fields=["customer_id", "-happened_on"], name="letter_facts_by_customer"),
            models.Index(fields=["planned_action_id", "id"], name="letter_facts_by_letter"),
        ]

    def __str__(self) -> str:
        return f"{self.planned_action_id} {self.outcome}"
