from django.db import models
from django.db.models import Q

from encaisse.messages.models.channels import Connection
from encaisse.messages.rules.postal import Manifest


class LetterRoute(Connection):
    """How the letters of a creditor leave; without a row, by the print batch, one side, black and white."""

    creditor_id = models.BigIntegerField(unique=True)
    by_provider = models.BooleanField(default=False)
    folder = models.CharField(max_length=200, blank=True)
    manifest = models.CharField(max_length=8, choices=[(each.value, each.value) for each in Manifest], default=Manifest.JSON.value)
    colour = models.BooleanField(default=False)
    duplex = models.BooleanField(default=False)

    class Meta:
        db_table = "messages_letter_route"
        constraints = [
            models.CheckConstraint(condition=Q(by_provider=False) | ~Q(folder=""), name="letters_are_handed_over_in_a_folder"),
            models.UniqueConstraint(fields=["folder"], condition=~Q(folder=""), name="a_postal_folder_serves_one_creditor"),
        ]

    def __str__(self) -> str:
        return f"{self.creditor_id} {self.folder or 'print'}"
