"""What the post says of letters: each fact with its day and its proof; and what a postal provider answered, file by file."""

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from encaisse.dunning.rules.progress import Presentation
from encaisse.files.models import Blob


class LetterFact(models.Model):
    """One thing the post said of a letter. Never edited: a later one completes it, or corrects it with its reason.

    `planned_action_id` is empty for a letter of no step; a correction that restates nothing does not stand.
    """

    creditor_id = models.BigIntegerField()
    customer_id = models.BigIntegerField()
    planned_action_id = models.BigIntegerField(null=True)
    message_id = models.BigIntegerField(null=True)
    outcome = models.CharField(max_length=20, choices=[(each.value, each.value) for each in Presentation])
    happened_on = models.DateField()
    tracking_number = models.CharField(max_length=40, blank=True)
    recipient = models.TextField(blank=True)  # where nobody lives, of a letter returned: no longer written to
    proof = models.ForeignKey(Blob, on_delete=models.PROTECT, null=True, related_name="+")
    proof_name = models.CharField(max_length=200, blank=True)
    corrects_id = models.BigIntegerField(null=True)
    reason = models.CharField(max_length=250, blank=True, db_default="")
    words = models.CharField(max_length=400, blank=True, db_default="")  # of whoever carries it, when they say why it failed
    stands = models.BooleanField(default=True, db_default=True)
    noted_by = models.BigIntegerField(null=True)
    noted_by_name = models.CharField(max_length=120, blank=True)
    noted_at = models.DateTimeField(db_default=Now())

    class Meta:
        db_table = "dunning_letter_fact"
        constraints = [
            models.CheckConstraint(condition=Q(proof=None) | ~Q(proof_name=""), name="a_proof_bears_a_name"),
            models.UniqueConstraint(fields=["corrects_id"], name="a_word_of_the_post_is_corrected_once"),
            models.CheckConstraint(condition=Q(corrects_id=None) | ~Q(reason=""), name="a_correction_says_why"),
            models.CheckConstraint(
                condition=Q(planned_action_id__isnull=False) | Q(message_id__isnull=False), name="a_word_of_the_post_names_its_letter"
            ),
        ]
        indexes = [
            models.Index(fields=["customer_id", "-happened_on"], name="letter_facts_by_customer"),
            models.Index(fields=["planned_action_id", "id"], name="letter_facts_by_letter"),
        ]

    def __str__(self) -> str:
        return f"{self.planned_action_id} {self.outcome}"


class PostalReturn(models.Model):
    """A file in which a postal provider said what became of letters. The same bytes are taken in once."""

    creditor_id = models.BigIntegerField()
    sha256 = models.CharField(max_length=64)
    name = models.CharField(max_length=200)
    noted = models.PositiveIntegerField(default=0)
    known = models.PositiveIntegerField(default=0)
    findings = models.JSONField(default=list)
    taken_at = models.DateTimeField(db_default=Now())
    taken_by_name = models.CharField(max_length=120, blank=True)

    class Meta:
        db_table = "dunning_postal_return"
        constraints = [models.UniqueConstraint(fields=["creditor_id", "sha256"], name="an_answer_of_the_provider_is_taken_in_once")]

    def __str__(self) -> str:
        return self.name
