"""`encaisse verify`: every kept figure, reckoned again from the facts."""

import json
from dataclasses import asdict
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.module_loading import import_string
from django.utils.translation import gettext

from encaisse.kit.actor import system_actor
from encaisse.ledger.rules.verification import together


class Command(BaseCommand):
    help = "Reckon every kept figure again from the facts, and say what differs: nothing, ever"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--json", action="store_true", help="one line of JSON")

    def handle(self, *_args: Any, **options: Any) -> None:
        found = together(import_string(name)(system_actor()) for name in settings.VERIFIERS)
        if options["json"]:
            self.stdout.write(json.dumps({"checked": found.checked, "differences": [asdict(each) for each in found.differences]}))
        else:
            self.stdout.writelines(f"{each.what} · {each.subject}: {each.kept} ≠ {each.facts}" for each in found.differences)
            figures = {"checked": found.checked, "count": len(found.differences)}
            self.stdout.write(gettext("%(checked)s figures checked, %(count)s differences.") % figures)
        if found.differences:
            raise CommandError(gettext("The kept figures differ from the facts. Keep this output and tell who maintains the installation."))
