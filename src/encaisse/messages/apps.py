from importlib import import_module

from django.apps import AppConfig
from django.conf import settings


class MessagesConfig(AppConfig):
    name = "encaisse.messages"
    label = "messages"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Hear mail providers, where the installation has given them a secret to knock with."""
        if settings.ANYMAIL.get("WEBHOOK_SECRET"):
            import_module("encaisse.messages.api").listen()
