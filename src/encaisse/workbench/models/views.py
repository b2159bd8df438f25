from django.db import models
from django.db.models import Q
from django.db.models.functions import Now


class SavedView(models.Model):
    """How somebody looks at the portfolio, under a name: filters, grouping, order and columns. Kept to oneself or shown to the team."""

    owner_id = models.BigIntegerField()
    owner_name = models.CharField(max_length=120, blank=True)
    name = models.CharField(max_length=60)
    asked = models.JSONField(default=dict)
    is_shared = models.BooleanField(default=False)
    is_default = models.BooleanField(default=False)
    saved_at = models.DateTimeField(db_default=Now())

    class Meta:
        db_table = "workbench_saved_view"
        constraints = [
            models.UniqueConstraint(fields=["owner_id", "name"], name="a_view_name_is_used_once_by_a_person"),
            models.UniqueConstraint(fields=["owner_id"], condition=Q(is_default=True), name="a_person_has_one_default_view"),
        ]

    def __str__(self) -> str:
        return self.name
