"""What a person fills in to set a way out up."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from encaisse.messages.rules.gateways import Adapter, Body, Call, Gateway
from encaisse.messages.rules.postal import LetterRoute, Manifest
from encaisse.messages.rules.senders import Identity
from encaisse.messages.rules.servers import OAuth2, Security, Server, SignIn

SECRET = forms.PasswordInput(attrs={"autocomplete": "new-password"})
CODE = {"spellcheck": "false", "autocapitalize": "off", "autocomplete": "off"}
KEPT = _("Leave empty to keep the one there is.")

ADAPTERS = [(Adapter.HTTP.value, _("A gateway of ours (HTTP)")), (Adapter.CONSOLE.value, _("None: keep them in the trapped mail"))]
BODIES = [(Body.JSON.value, "JSON"), (Body.FORM.value, _("Form")), (Body.NONE.value, _("Nothing"))]
METHODS = [("POST", "POST"), ("GET", "GET"), ("PUT", "PUT")]
SECURITIES = [
    (Security.STARTTLS.value, _("STARTTLS (usually port 587)")),
    (Security.TLS.value, _("TLS (usually port 465)")),
    (Security.NONE.value, _("None (this very machine only)")),
]
SIGN_INS = [
    (SignIn.PASSWORD.value, _("A password")),
    (SignIn.OAUTH2.value, _("OAuth2 (Microsoft 365, Google)")),
    (SignIn.NONE.value, _("No sign-in")),
]

# Where tokens are asked: Microsoft’s address names its tenant, « organizations » takes any.
MICROSOFT_TOKENS = "https://login.microsoftonline.com/organizations/oauth2/v2.0/token"
GOOGLE_TOKENS = "https://oauth2.googleapis.com/token"
# Provider → where tokens are asked, and for what.
PROVIDERS = {
    "Microsoft 365": (MICROSOFT_TOKENS, "https://outlook.office.com/SMTP.Send offline_access"),
    "Google Workspace": (GOOGLE_TOKENS, ""),
}
PROVIDER_CHOICES = [("", _("Another one")), *((name, name) for name in PROVIDERS)]


class SecretsForm(forms.Form):
    """A form whose secrets stay as they are when left empty, once there are any."""

    def __init__(self, *args: Any, is_kept: bool = False, **values: Any) -> None:
        super().__init__(*args, **values)
        for field in self.fields.values():
            if field.help_text == KEPT and not is_kept:
                field.help_text = ""


class CallForm(SecretsForm):
    """The shape of a request to somebody's server."""

    url = forms.CharField(label=_("Address"), required=False, max_length=2000, widget=forms.TextInput(attrs={**CODE, "inputmode": "url"}))
    method = forms.ChoiceField(label=_("Method"), choices=METHODS)
    headers = forms.CharField(
        label=_("Headers"), required=False, max_length=4000, widget=forms.Textarea(attrs={**CODE, "rows": 2}),
        help_text=_("One per line, such as “Authorization: Bearer {secret}”."),
    )  # fmt: skip
    body_kind = forms.ChoiceField(label=_("Body"), choices=BODIES)
    body = forms.CharField(
        label=_("Content of the body"), required=False, max_length=8000, widget=forms.Textarea(attrs={**CODE, "rows": 4})
    )
    secret = forms.CharField(label=_("Key or password"), required=False, max_length=4000, widget=SECRET, help_text=KEPT)

    def call(self) -> Call:
        given = self.cleaned_data
        return Call(
            given["url"].strip(), given["method"], given["headers"], Body(given["body_kind"]), given["body"],
            given.get("id_path", ""), given.get("error_path", ""), given["secret"],
        )  # fmt: skip

    @staticmethod
    def values(call: Call) -> dict[str, Any]:
        """Return what the form shows of a shape already kept."""
        return {
            "url": call.url, "method": call.method, "headers": call.headers, "body_kind": call.body_kind.value, "body": call.body,
            "id_path": call.id_path, "error_path": call.error_path,
        }  # fmt: skip


class SmsGatewayForm(CallForm):
    adapter = forms.ChoiceField(label=_("How SMS leave"), choices=ADAPTERS)
    sender_name = forms.CharField(
        label=_("Name that signs"), max_length=11, widget=forms.TextInput(attrs=CODE),
        help_text=_("3 to 11 letters and digits, with at least one letter."),
    )  # fmt: skip
    id_path = forms.CharField(
        label=_("Where the answer gives its number"), required=False, max_length=120, widget=forms.TextInput(attrs=CODE),
        help_text=_("Such as messages.0.id"),
    )  # fmt: skip
    error_path = forms.CharField(
        label=_("Where the answer says an error"), required=False, max_length=120, widget=forms.TextInput(attrs=CODE),
        help_text=_("Such as error.message; what stands there refuses the SMS."),
    )  # fmt: skip
    field_order = (
        "adapter", "sender_name", "url", "method", "headers", "body_kind", "body", "secret", "id_path", "error_path",
    )  # fmt: skip

    def gateway(self) -> Gateway:
        return Gateway(Adapter(self.cleaned_data["adapter"]), self.call(), self.cleaned_data["sender_name"].strip())


class MailServerForm(SecretsForm):
    host = forms.CharField(label=_("Server"), max_length=253, widget=forms.TextInput(attrs=CODE))
    port = forms.IntegerField(label=_("Port"), min_value=1, max_value=65_535, initial=587)
    security = forms.ChoiceField(label=_("Encryption"), choices=SECURITIES)
    sign_in = forms.ChoiceField(label=_("Sign-in"), choices=SIGN_INS)
    user = forms.CharField(label=_("User name"), required=False, max_length=254, widget=forms.TextInput(attrs=CODE))
    secret = forms.CharField(label=_("Password"), required=False, max_length=4000, widget=SECRET, help_text=KEPT)
    provider = forms.ChoiceField(
        label=_("Provider"), required=False, choices=PROVIDER_CHOICES, help_text=_("Fills in the token address and the scope left empty.")
    )
    token_url = forms.CharField(label=_("Token address"), required=False, max_length=2000, widget=forms.TextInput(attrs=CODE))
    client_id = forms.CharField(label=_("Client id"), required=False, max_length=250, widget=forms.TextInput(attrs=CODE))
    client_secret = forms.CharField(label=_("Client secret"), required=False, max_length=4000, widget=SECRET, help_text=KEPT)
    refresh_token = forms.CharField(label=_("Refresh token"), required=False, max_length=8000, widget=SECRET, help_text=KEPT)
    scope = forms.CharField(label=_("Scope"), required=False, max_length=1000, widget=forms.TextInput(attrs=CODE))
    bounce_address = forms.EmailField(
        label=_("Return address"), required=False,
        help_text=_("Where bounces go; empty: the sender’s own address. Its domain should be the sender’s."),
    )  # fmt: skip
    dkim_selectors = forms.CharField(
        label=_("DKIM selectors"), required=False, max_length=250, widget=forms.TextInput(attrs=CODE),
        help_text=_("As your mail provider names them, such as selector1; the usual ones are tried otherwise."),
    )  # fmt: skip

    def server(self) -> Server:
        given = self.cleaned_data
        sign_in = SignIn(given["sign_in"])
        url, scope = PROVIDERS.get(given["provider"], ("", ""))
        client = OAuth2(
            given["token_url"].strip() or url, given["client_id"].strip(), given["client_secret"], given["scope"].strip() or scope
        )
        secrets = {SignIn.PASSWORD: given["secret"], SignIn.OAUTH2: given["refresh_token"], SignIn.NONE: ""}
        return Server(
            given["host"].strip(), given["port"], Security(given["security"]), sign_in,
            given["user"].strip() if sign_in is not SignIn.NONE else "", secrets[sign_in],
            client if sign_in is SignIn.OAUTH2 else None, bounce_address=given["bounce_address"],
        )  # fmt: skip

    @staticmethod
    def values(server: Server, dkim_selectors: str) -> dict[str, Any]:
        """Return what the form shows of a server already kept."""
        client = server.oauth2
        return {
            "host": server.host, "port": server.port, "security": server.security.value, "sign_in": server.sign_in.value,
            "user": server.user, "token_url": client.token_url if client else "", "client_id": client.client_id if client else "",
            "scope": client.scope if client else "", "bounce_address": server.bounce_address, "dkim_selectors": dkim_selectors,
        }  # fmt: skip


class SenderForm(forms.Form):
    """The name and address one writes under."""

    display_name = forms.CharField(label=_("Name shown to customers"), max_length=120)
    address = forms.EmailField(label=_("Address"), max_length=254)
    reply_to = forms.EmailField(
        label=_("Replies go to"), max_length=254, required=False, help_text=_("Empty: to the same address."),
    )  # fmt: skip

    def identity(self) -> Identity:
        return Identity(self.cleaned_data["display_name"].strip(), self.cleaned_data["address"].strip(), self.cleaned_data["reply_to"])


class DialerForm(CallForm):
    """How the telephone exchange is asked to dial."""

    url = forms.CharField(label=_("Address"), max_length=2000, widget=forms.TextInput(attrs={**CODE, "inputmode": "url"}))
    error_path = forms.CharField(
        label=_("Where the answer says an error"), required=False, max_length=120, widget=forms.TextInput(attrs=CODE)
    )


class ExtensionForm(forms.Form):
    extension = forms.CharField(
        label=_("My telephone"), max_length=32, required=False, widget=forms.TextInput(attrs=CODE),
        help_text=_("As the exchange knows it, such as 204 or +33472000001; empty: numbers open your own telephone program."),
    )  # fmt: skip


class LetterRouteForm(forms.Form):
    """How the letters of a company leave, and how they are printed."""

    way = forms.ChoiceField(
        label=_("How letters leave"),
        choices=[("print", _("Printed here, by the batch")), ("provider", _("By a postal provider"))],
    )
    folder = forms.CharField(
        label=_("Folder"), required=False, max_length=200, widget=forms.TextInput(attrs=CODE),
        help_text=_("In the postal folder of the installation, such as provider/company."),
    )  # fmt: skip
    manifest = forms.ChoiceField(label=_("Manifest"), choices=[(Manifest.JSON.value, "JSON"), (Manifest.CSV.value, "CSV")])
    colour = forms.BooleanField(label=_("In colour"), required=False)
    duplex = forms.BooleanField(
        label=_("On both sides of the paper"),
        required=False,
        help_text=_("In the print batch, each letter then begins on a sheet of its own."),
    )

    def route(self) -> LetterRoute:
        given = self.cleaned_data
        by_provider = given["way"] == "provider"
        return LetterRoute(
            by_provider,
            given["folder"].strip().strip("/") if by_provider else "",
            Manifest(given["manifest"]),
            given["colour"],
            given["duplex"],
        )

    @staticmethod
    def values(route: LetterRoute) -> dict[str, Any]:
        way = "provider" if route.by_provider else "print"
        return {"way": way, "folder": route.folder, "manifest": route.manifest.value, "colour": route.colour, "duplex": route.duplex}


class FaxForm(forms.Form):
    """The address that faxes what is mailed to it."""

    pattern = forms.CharField(
        label=_("Address of the fax gateway"), required=False, max_length=254, widget=forms.TextInput(attrs=CODE),
        help_text=_("Such as {number}@fax.example; {number} is 33199001234, {national} is 0199001234. Empty: faxes do not leave."),
    )  # fmt: skip
