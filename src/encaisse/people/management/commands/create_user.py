from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from encaisse.kit.actor import Role, system_actor
from encaisse.people import actions


class Command(BaseCommand):
    help = "Create a user with roles and print the link where they choose a password."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email")
        parser.add_argument("name")
        parser.add_argument("--role", action="append", choices=[role.value for role in Role], required=True, help="may be repeated")
        parser.add_argument("--language", default="fr", choices=["fr", "en"])

    def handle(self, *_args: Any, **options: Any) -> None:
        roles = tuple(Role(role) for role in options["role"])
        values = {name: options[name] for name in ("email", "name", "language")}
        invitation = actions.invite(system_actor(), roles=roles, from_on=timezone.localdate(), **values)
        self.stderr.write("Open this address of your site once, to choose a password, and sign in:")
        self.stdout.write(invitation.path)
