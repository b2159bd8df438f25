from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from encaisse.kit.actor import system_actor
from encaisse.people import actions


class Command(BaseCommand):
    help = "Make one person the whole company: every role, and a confirmation in place of a second person's approval."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email")
        parser.add_argument("name")
        parser.add_argument("--language", default="fr", choices=["fr", "en"])

    def handle(self, *_args: Any, **options: Any) -> None:
        values = {name: options[name] for name in ("email", "name", "language")}
        invitation = actions.set_up_solo(system_actor(), from_on=timezone.localdate(), **values)
        self.stderr.write("Open this address of your site once, to choose a password, and sign in:")
        self.stdout.write(invitation.path)
