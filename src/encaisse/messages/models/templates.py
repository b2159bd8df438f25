from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now


class Template(models.Model):
    """One saved version of a template. The text as shipped is version 0 and stands in no row."""

    code = models.CharField(max_length=40)
    language = models.CharField(max_length=2, choices=[("fr", "fr"), ("en", "en")])
    version = models.PositiveIntegerField()
    channels = ArrayField(models.CharField(max_length=20))
    subject = models.CharField(max_length=250, blank=True)
    body = models.TextField()
    optional_variables = ArrayField(models.CharField(max_length=60), default=list)
    locked_by_law = models.BooleanField(default=False)
    saved_at = models.DateTimeField(db_default=Now())
    saved_by = models.BigIntegerField(null=True)
    saved_by_name = models.CharField(max_length=120, blank=True)

    class Meta:
        db_table = "messages_template"
        constraints = [
            models.UniqueConstraint(fields=["code", "language", "version"], name="a_template_has_one_text_per_language_and_version"),
            models.CheckConstraint(condition=Q(version__gt=0), name="a_saved_template_is_numbered_from_one"),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.language} {self.version}"
