"""`encaisse stray-files`: the PDFs of imports that wait for their invoice; attach one, leave it out, or ask for it again."""

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from encaisse.intake import actions, queries
from encaisse.intake.queries import Stray
from encaisse.kit.actor import Actor, system_actor
from encaisse.ledger import queries as ledger


class Command(BaseCommand):
    help = "List the PDFs of imports that wait for their invoice; attach one, leave it out, or ask for it again"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--import", dest="import_id", type=int, metavar="ID", help="of one import only; by default the last 50")
        deed = parser.add_mutually_exclusive_group()
        deed.add_argument("--attach", nargs=2, metavar=("FILE", "NUMBER"), help="the file shows the invoice of this number")
        deed.add_argument("--leave-out", type=int, metavar="FILE", help="the file shows none of our invoices")
        deed.add_argument("--again", type=int, metavar="FILE", help="take back what was decided of the file")
        parser.add_argument("--reason", default="", help="why it is left out")
        parser.add_argument("--json", action="store_true", help="one line of JSON")

    def handle(self, *_args: Any, **options: Any) -> None:
        actor = system_actor(name="encaisse stray-files")
        decide(actor, options)
        chosen = [options["import_id"]] if options["import_id"] else [done.id for done in queries.imports(actor)]
        rows = [row for import_id in chosen for row in queries.strays(actor, import_id)]
        named = ledger.named_documents(actor, {pk for row in rows for pk in row.candidates})
        told = [said(row, [named[pk].number for pk in row.candidates if pk in named]) for row in rows]
        if options["json"]:
            self.stdout.write(json.dumps({"files": told}))
            return
        for file in told:
            self.stdout.write(f"{file['id']}\t{file['name']}\t{', '.join(file['fits'])}")
        if not told:
            self.stdout.write(_("No file waits for its invoice."))


def decide(actor: Actor, options: dict[str, Any]) -> None:
    """Do what the command line says of one file."""
    if options["attach"]:
        file, number = options["attach"]
        if not file.isdecimal():
            raise CommandError(_("“%(value)s” is no number of a file: take it from the list.") % {"value": file}, returncode=2)
        stray = queries.stray(actor, int(file))
        actions.attach_stray(actor, stray.id, queries.invoice_numbered(actor, stray.creditor_id, number).id)
    elif options["leave_out"]:
        actions.leave_out_stray(actor, options["leave_out"], reason=options["reason"])
    elif options["again"]:
        actions.ask_again_stray(actor, options["again"])


def said(row: Stray, numbers: list[str]) -> dict[str, Any]:
    return {"id": row.id, "import": row.of_import_id, "name": row.name, "fits": numbers}
