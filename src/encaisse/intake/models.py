from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from encaisse.files.models import Blob


class Import(models.Model):
    """One file whose facts were taken in, whole. The same bytes from the same source are taken in once."""

    creditor_id = models.BigIntegerField()
    source = models.ForeignKey("ledger.Source", on_delete=models.PROTECT, related_name="+", db_index=False)
    kind = models.CharField(max_length=16)  # fec, items, invoices, customers, contacts, payments
    name = models.CharField(max_length=200)
    file_sha256 = models.BinaryField(max_length=32)
    is_situation = models.BooleanField(default=False)
    imported_at = models.DateTimeField(db_default=Now())
    imported_by = models.BigIntegerField(null=True)
    imported_by_name = models.CharField(max_length=120, blank=True)
    counts = models.JSONField(default=dict)
    totals = models.JSONField(default=dict)

    class Meta:
        db_table = "intake_import"
        constraints = [models.UniqueConstraint(fields=["source", "kind", "file_sha256"], name="a_file_is_taken_in_once_from_a_source")]
        indexes = [models.Index(fields=["creditor_id", "-imported_at"], name="imports_latest_first")]

    def __str__(self) -> str:
        return self.name


class ImportFinding(models.Model):
    """A deviation of an imported file, with its line."""

    of_import = models.ForeignKey(Import, on_delete=models.CASCADE, related_name="findings", db_column="import_id", db_index=False)
    position = models.IntegerField()
    line_no = models.IntegerField(null=True)
    severity = models.CharField(max_length=8)
    code = models.CharField(max_length=40)
    values = models.JSONField(default=dict)

    class Meta:
        db_table = "intake_finding"
        constraints = [models.UniqueConstraint(fields=["of_import", "position"], name="findings_are_listed_in_order")]

    def __str__(self) -> str:
        return f"{self.line_no} {self.code}"


class Mapping(models.Model):
    """Which column of a source's files holds what, as a person confirmed it; proposed again next time."""

    source = models.ForeignKey("ledger.Source", on_delete=models.CASCADE, related_name="+", db_index=False)
    kind = models.CharField(max_length=16)
    columns = models.JSONField(default=dict)  # field → column title
    titles = models.JSONField(default=list)  # all that its file held then
    is_situation = models.BooleanField(null=True)

    class Meta:
        db_table = "intake_mapping"
        constraints = [models.UniqueConstraint(fields=["source", "kind"], name="a_source_has_one_mapping_per_kind")]

    def __str__(self) -> str:
        return f"{self.source_id} {self.kind}"


class Upload(models.Model):
    """A file waiting in the wizard, then its progress: written outside the import's own transaction so that it can be watched."""

    class State(models.TextChoices):
        WAITING = "waiting"
        RUNNING = "running"
        DONE = "done"
        REFUSED = "refused"
        FAILED = "failed"

    creditor_id = models.BigIntegerField()
    uploaded_by = models.BigIntegerField(null=True)
    uploaded_at = models.DateTimeField(db_default=Now())
    name = models.CharField(max_length=200)
    path = models.CharField(max_length=200)
    size = models.BigIntegerField()
    kind = models.CharField(max_length=16)
    choices = models.JSONField(default=dict)  # source, columns, situation, accept_vanishing
    state = models.CharField(max_length=12, choices=State.choices, default=State.WAITING)
    phase = models.CharField(max_length=24, blank=True)
    done = models.BigIntegerField(default=0)
    total = models.BigIntegerField(default=0)
    refusal = models.TextField(blank=True)
    import_id = models.BigIntegerField(null=True)

    class Meta:
        db_table = "intake_upload"
        indexes = [models.Index(fields=["uploaded_by", "-id"], name="uploads_latest_first")]

    def __str__(self) -> str:
        return self.name


class StrayFile(models.Model):
    """A PDF of an import that fits several invoices, or none: kept until a person says which one it shows, or leaves it out."""

    class State(models.TextChoices):
        WAITING = "waiting"
        ATTACHED = "attached"
        LEFT_OUT = "left_out"

    creditor_id = models.BigIntegerField()
    of_import = models.ForeignKey(Import, on_delete=models.CASCADE, related_name="strays", db_column="import_id", db_index=False)
    position = models.IntegerField()
    name = models.CharField(max_length=200)
    blob = models.ForeignKey(Blob, on_delete=models.PROTECT, db_column="sha256", related_name="+", db_index=False)
    candidates = models.JSONField(default=list)  # ids of the documents it fits; empty: none was recognised
    state = models.CharField(max_length=8, choices=State.choices, default=State.WAITING)
    document_id = models.BigIntegerField(null=True)
    reason = models.CharField(max_length=200, blank=True)
    decided_at = models.DateTimeField(null=True)
    decided_by_name = models.CharField(max_length=120, blank=True)

    class Meta:
        db_table = "intake_stray_file"
        constraints = [
            models.UniqueConstraint(fields=["of_import", "name", "blob"], name="a_stray_file_waits_once_in_an_import"),
            models.CheckConstraint(
                condition=Q(state="attached", document_id__isnull=False) | Q(state__in=["waiting", "left_out"], document_id__isnull=True),
                name="a_stray_file_is_attached_to_a_document_or_waits",
            ),
        ]
        indexes = [models.Index(fields=["of_import", "state", "position"], name="stray_files_in_order")]

    def __str__(self) -> str:
        return self.name
