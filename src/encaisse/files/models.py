from django.db import models
from django.db.models import Q
from django.db.models.functions import Now


class Blob(models.Model):
    """Bytes kept once; they stand on the disk under their hash before any row names them."""

    sha256 = models.CharField(max_length=64, primary_key=True)
    size = models.BigIntegerField()
    media_type = models.CharField(max_length=120)
    kept_until = models.DateField(null=True)
    kept_at = models.DateTimeField(db_default=Now())

    class Meta:
        db_table = "files_blob"
        constraints = [models.CheckConstraint(condition=Q(sha256__regex=r"^[0-9a-f]{64}$"), name="a_blob_is_named_by_its_hash")]

    def __str__(self) -> str:
        return self.sha256


class Link(models.Model):
    """What a blob is for: a letter, an evidence, an import, of which creditor and customer."""

    blob = models.ForeignKey(Blob, on_delete=models.PROTECT, db_column="sha256", related_name="links")
    creditor_id = models.BigIntegerField()
    customer_id = models.BigIntegerField(null=True)
    role = models.CharField(max_length=40)
    linked_at = models.DateTimeField(db_default=Now())

    class Meta:
        db_table = "files_link"
        constraints = [
            models.UniqueConstraint(
                fields=["blob", "creditor_id", "customer_id", "role"], nulls_distinct=False, name="a_file_is_linked_once_for_a_role"
            )
        ]
        indexes = [models.Index(fields=["customer_id", "role"], name="links_by_customer")]

    def __str__(self) -> str:
        return f"{self.role} {self.blob_id}"
