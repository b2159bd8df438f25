"""The order a person gave to their day: what they pinned, what they moved. Facts about customers, so that a run changes nothing of it."""

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now


class Pin(models.Model):
    """A customer a person keeps on top of their day, from a day on, until it is unpinned or somebody called."""

    user_id = models.BigIntegerField()
    creditor_id = models.BigIntegerField()
    customer_id = models.BigIntegerField()
    place = models.SmallIntegerField()
    pinned_on = models.DateField()
    pinned_at = models.DateTimeField(db_default=Now())
    pinned_by = models.BigIntegerField(null=True)
    unpinned_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "workbench_pin"
        constraints = [
            models.UniqueConstraint(
                fields=["customer_id", "user_id"], condition=Q(unpinned_at__isnull=True), name="a_customer_is_pinned_once"
            )
        ]
        indexes = [models.Index(fields=["user_id"], condition=Q(unpinned_at__isnull=True), name="pins_of_a_person")]

    def __str__(self) -> str:
        return f"{self.user_id} {self.customer_id}"


class Place(models.Model):
    """Where a person put a customer among the calls of one kind, on one day. What they did not move keeps its rank."""

    user_id = models.BigIntegerField()
    creditor_id = models.BigIntegerField()
    customer_id = models.BigIntegerField()
    on = models.DateField()
    group = models.CharField(max_length=16)
    place = models.SmallIntegerField()

    class Meta:
        db_table = "workbench_place"
        constraints = [models.UniqueConstraint(fields=["customer_id", "user_id", "on"], name="a_customer_has_one_place_a_day")]
        indexes = [models.Index(fields=["user_id", "on"], name="places_of_a_day")]

    def __str__(self) -> str:
        return f"{self.user_id} {self.on} {self.place}"
