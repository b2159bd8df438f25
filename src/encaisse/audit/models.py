from django.db import models


class Entry(models.Model):
    """Who did what, when, about whom. The table is made in SQL (partitioned by month); the database refuses to edit it."""

    at = models.DateTimeField()
    actor_id = models.BigIntegerField(null=True)
    actor_name = models.CharField(max_length=120)
    did = models.CharField(max_length=60)
    subject_kind = models.CharField(max_length=40)
    subject_id = models.BigIntegerField(null=True)
    creditor_id = models.BigIntegerField(null=True)
    customer_id = models.BigIntegerField(null=True)
    change = models.JSONField(default=dict)

    class Meta:
        db_table = "audit_entry"
        managed = False

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.actor_name} {self.did}"
