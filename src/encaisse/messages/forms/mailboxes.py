"""Where a creditor's replies come."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from encaisse.messages.forms.channels import CODE, GOOGLE_TOKENS, KEPT, MICROSOFT_TOKENS, PROVIDER_CHOICES, SECRET, SecretsForm
from encaisse.messages.rules.mailboxes import Key, MailboxSettings, Security
from encaisse.messages.rules.servers import SignIn

SOURCES = [("imap", _("A mailbox (IMAP)")), ("provider", _("A provider’s webhook"))]
SECURITIES = [
    (Security.TLS.value, _("TLS (usually port 993)")),
    (Security.STARTTLS.value, _("STARTTLS (usually port 143)")),
    (Security.NONE.value, _("None (this very machine only)")),
]


SIGN_INS = [(SignIn.PASSWORD.value, _("User name and password")), (SignIn.OAUTH2.value, _("OAuth2 (Microsoft 365, Google)"))]
# Provider → where tokens are asked, and for what.
PROVIDERS = {
    "Microsoft 365": (MICROSOFT_TOKENS, "https://outlook.office.com/IMAP.AccessAsUser.All offline_access"),
    "Google Workspace": (GOOGLE_TOKENS, ""),
}


class MailboxForm(SecretsForm):
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
        widget=SECRET, help_text=KEPT,
    )  # fmt: skip
    sign_in = forms.ChoiceField(label=_("Sign-in"), choices=SIGN_INS, required=False)  # a password, where nothing is said
    provider = forms.ChoiceField(
        label=_("Provider"), required=False, choices=PROVIDER_CHOICES,
        help_text=_("Fills in the token address and the scope left empty."),
    )  # fmt: skip
    token_url = forms.CharField(label=_("Token address"), required=False, max_length=2000, widget=forms.TextInput(attrs=CODE))
    client_id = forms.CharField(label=_("Client id"), required=False, max_length=250, widget=forms.TextInput(attrs=CODE))
    client_secret = forms.CharField(label=_("Client secret"), required=False, max_length=4000, widget=SECRET, help_text=KEPT)
    refresh_token = forms.CharField(label=_("Refresh token"), required=False, max_length=8000, widget=SECRET, help_text=KEPT)
    scope = forms.CharField(label=_("Scope"), required=False, max_length=1000, widget=forms.TextInput(attrs=CODE))
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
            takes_bounces=given["takes_bounces"], is_paused=given["is_paused"], **self.by_token(),
        )  # fmt: skip

    def by_token(self) -> dict[str, Any]:
        """Return how a token is asked, where one signs in by OAuth2."""
        given = self.cleaned_data
        if given["sign_in"] != SignIn.OAUTH2.value:
            return {}
        url, scope = PROVIDERS.get(given["provider"], ("", ""))
        return {
            "sign_in": SignIn.OAUTH2, "token_url": given["token_url"].strip() or url, "client_id": given["client_id"].strip(),
            "scope": given["scope"].strip() or scope,
        }  # fmt: skip

    def key(self) -> Key:
        """Return what was typed of what opens the mailbox; empty: what is kept."""
        given = self.cleaned_data
        is_by_token = given["sign_in"] == SignIn.OAUTH2.value
        return Key(given["refresh_token"] if is_by_token else given["password"], given["client_secret"] if is_by_token else "")

    @staticmethod
    def values(settings: MailboxSettings | None) -> dict[str, Any]:
        """Return what the form shows of a mailbox already kept, or of a new one."""
        if settings is None:
            return {"source": "imap", "port": 993, "security": Security.TLS.value, "folder": "INBOX", "takes_bounces": True}
        return {
            "address": settings.address, "source": "imap" if settings.host else "provider", "host": settings.host, "port": settings.port,
            "security": settings.security.value, "user": settings.user, "folder": settings.folder, "takes_bounces": settings.takes_bounces,
            "is_paused": settings.is_paused, "sign_in": settings.sign_in.value, "token_url": settings.token_url,
            "client_id": settings.client_id, "scope": settings.scope,
        }  # fmt: skip
