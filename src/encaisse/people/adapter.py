"""How the house signs people in: nobody signs up, secrets are sealed, notices use the house's own messages."""

import base64
import html
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from django.contrib import messages
from django.http import HttpRequest
from django.template.exceptions import TemplateDoesNotExist
from django.template.loader import render_to_string

from encaisse.db.columns import seal, unseal

PURPOSE = "people.second_factor"


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Closes public sign-up: users are invited."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002 - allauth's signature
        return False

    def add_message(  # noqa: PLR0917 - allauth's signature
        self,
        request: HttpRequest,
        level: int,
        message_template: str | None = None,
        message_context: dict[str, Any] | None = None,
        extra_tags: str = "",
        message: str | None = None,
    ) -> None:
        """Show a notice. Allauth's own looks for Django's messages under their usual name, which here belongs to a room."""
        text = message or rendered(message_template, message_context or {}, request)
        if text:
            messages.add_message(request, level, text, extra_tags=extra_tags)


def rendered(template: str | None, values: dict[str, Any], request: HttpRequest) -> str:
    try:
        return html.unescape(render_to_string(template, values, request).strip()) if template else ""
    except TemplateDoesNotExist:
        return ""


class SecondFactorAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    """Keeps the secrets of second factors sealed."""

    def encrypt(self, text: str) -> str:
        sealed = seal(text, purpose=PURPOSE)
        return f"{sealed.key_no}:{base64.b64encode(sealed.cipher).decode()}"

    def decrypt(self, encrypted_text: str) -> str:
        key_no, _, cipher = encrypted_text.partition(":")
        return unseal(base64.b64decode(cipher), key_no=int(key_no), purpose=PURPOSE)
