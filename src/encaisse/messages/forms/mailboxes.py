"""Where a creditor's replies come."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from encaisse.messages.rules.mailboxes import MailboxSettings, Security

CODE = {"spellcheck": "false", "autocapitalize": "off", "autocomplete": "off"}
SOURCES = [("imap", _("A mailbox (IMAP)")), ("provider", _("A provider’s webhook"))]
SECURITIES = [
    (Security.TLS.value, _("TLS (usually port 993)")),
    (Security.STARTTLS.value, _("STARTTLS (usually port 143)")),
    (Security.NONE.value, _("None (this very machine only)")),
]


class MailboxForm(forms.Form):
    address = forms.EmailField(
        label=_("Address"), widget=forms.EmailInput(attrs=CODE),
        help_text=_("Replies come to it with a mark of each message, as in relances+x4k2@example.com: its provider must allow that."),
    )  # fmt: skip
    source = forms.ChoiceField(label=_("Replies are brought by"), choices=SOURCES)
    host = forms.CharField(label=_("Server"), required=False, max_length=253, widget=forms.TextInput(attrs=CODE))
    port = forms.IntegerField(label=_("Port"), required=False, min_value=1, max_value=65535)
    security = forms.ChoiceField(label=_("Security"), choices=SECURITIES)
    user = forms.CharField(label=_("User"), required=False, max_length=254, widget=forms.TextInput(attrs=CODE))
    password = forms.CharField(
        label=_("Password"), required=False, max_length=1000, strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}), help_text=_("Leave empty to keep the one there is."),
    )  # fmt: skip
    folder = forms.CharField(label=_("Folder"), max_length=120)
    takes_bounces = forms.BooleanField(
        label=_("What cannot be delivered comes back to this mailbox"), required=False,
        help_text=_("Leave it unticked when the outgoing server refuses to send in the name of this address."),
    )  # fmt: skip
    is_paused = forms.BooleanField(label=_("Paused: it is not read"), required=False)

    @property
    def by_provider(self) -> bool:
        return bool(self.cleaned_data["source"] == "provider")

    def settings(self) -> MailboxSettings:
        given = self.cleaned_data
        return MailboxSettings(
            address=given["address"], host="" if self.by_provider else given["host"].strip(), port=given["port"] or 0,
            security=Security(given["security"]), user=given["user"].strip() or given["address"], folder=given["folder"].strip(),
            takes_bounces=given["takes_bounces"], is_paused=given["is_paused"],
        )  # fmt: skip

    @staticmethod
    def values(settings: MailboxSettings | None) -> dict[str, Any]:
        """Return what the form shows of a mailbox already kept, or of a new one."""
        if settings is None:
            return {"source": "imap", "port": 993, "security": Security.TLS.value, "folder": "INBOX", "takes_bounces": True}
        return {
            "address": settings.address, "source": "imap" if settings.host else "provider", "host": settings.host, "port": settings.port,
            "security": settings.security.value, "user": settings.user, "folder": settings.folder, "takes_bounces": settings.takes_bounces,
            "is_paused": settings.is_paused,
        }  # fmt: skip
