"""A proof scanned by a person; what may be kept is for the rule to say."""

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile

from encaisse.customers.rules.notes import NewAttachment


class ProofField(forms.FileField):
    def __init__(self, **values: Any) -> None:
        super().__init__(widget=forms.ClearableFileInput(attrs={"accept": ".pdf,.png,.jpg,.jpeg,.webp"}), **values)

    def clean(self, data: Any, initial: Any = None) -> NewAttachment | None:
        given = super().clean(data, initial)
        return NewAttachment(given.name or "", given.read()) if isinstance(given, UploadedFile) else None
