"""A note with the files beside it, and what narrows the timeline."""

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from encaisse.customers.rules.notes import KINDS, NewAttachment
from encaisse.workbench.forms.fields import LONGEST_NOTE

ACCEPTED = ",".join(f".{ending}" for ending in KINDS)


class ManyFiles(forms.ClearableFileInput):
    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Several files at once; what may be kept is for the rule to say."""

    def __init__(self, **values: Any) -> None:
        super().__init__(required=False, widget=ManyFiles(attrs={"accept": ACCEPTED}), **values)

    def clean(self, data: Any, initial: Any = None) -> list[NewAttachment]:
        given = data if isinstance(data, list) else [data]
        uploads = [super(FilesField, self).clean(each, initial) for each in given if each]
        return [NewAttachment(each.name or "", each.read()) for each in uploads if isinstance(each, UploadedFile)]


class NoteForm(forms.Form):
    body = forms.CharField(
        label=_("Note"),
        max_length=LONGEST_NOTE,
        required=False,
        widget=forms.Textarea(
            attrs={
                "rows": 2,
                "data-shortcut": "n",
                "data-shortcut-name": _("Note"),
                "placeholder": _("Write a note for your colleagues… @ names one of them"),
            }
        ),
    )
    is_restricted = forms.BooleanField(label=_("Confidential"), required=False)
    attached = FilesField(label=_("Attach files"))

    def clean(self) -> dict[str, Any]:
        told: dict[str, Any] = super().clean() or {}
        if not (told.get("body") or "").strip() and not told.get("attached"):
            raise forms.ValidationError(_("The note is empty."))
        return told
