"""What a manager asks of a collector: so many calls a day, so much money in a month."""

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now


class Capacity(models.Model):
    """How many calls a person makes in a day, from a day on. Never edited: the latest one counts."""

    user_id = models.BigIntegerField()
    calls = models.SmallIntegerField()
    from_on = models.DateField()
    set_by = models.BigIntegerField(null=True)
    recorded_at = models.DateTimeField(db_default=Now())

    class Meta:
        db_table = "workbench_capacity"
        constraints = [models.CheckConstraint(condition=Q(calls__range=(0, 300)), name="a_day_holds_0_to_300_calls")]
        indexes = [models.Index(fields=["user_id", "-from_on", "-id"], name="capacities_of_a_person")]

    def __str__(self) -> str:
        return f"{self.user_id} {self.calls}"


class Target(models.Model):
    """How much a person is to bring in during a month. Never edited: the latest one counts; zero takes it back."""

    user_id = models.BigIntegerField()
    month = models.DateField()  # its first day
    currency = models.CharField(max_length=3, default="EUR")
    amount = models.DecimalField(max_digits=18, decimal_places=3)
    set_by = models.BigIntegerField(null=True)
    recorded_at = models.DateTimeField(db_default=Now())

    class Meta:
        db_table = "workbench_target"
        constraints = [
            models.CheckConstraint(condition=Q(amount__gte=0), name="a_target_is_not_negative"),
            models.CheckConstraint(condition=Q(month__day=1), name="a_target_is_about_a_whole_month"),
        ]
        indexes = [models.Index(fields=["user_id", "month", "-id"], name="targets_of_a_person")]

    def __str__(self) -> str:
        return f"{self.user_id} {self.month} {self.amount}"
