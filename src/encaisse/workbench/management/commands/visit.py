"""`encaisse visit CUSTOMER`: print the sheet of a visit, or note what it gave."""

import json
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from encaisse.creditors import queries as creditors
from encaisse.customers import queries as customers
from encaisse.customers.queries import CustomerFile
from encaisse.customers.rules.notes import NewAttachment
from encaisse.dunning.rules.visits import VisitResult
from encaisse.kit.actor import Actor, system_actor
from encaisse.kit.refusals import NotFound
from encaisse.workbench.actions import NotedVisit, note_visit_with_outcome
from encaisse.workbench.queries.items import overdue
from encaisse.workbench.queries.visits import prepared_visit
from encaisse.workbench.rules.visits import Means, VisitOutcome
from encaisse.workbench.templatetags.visits import visit_result
from encaisse.workbench.visit_sheets import visit_sheet_pdf


class Command(BaseCommand):
    help = "Write the sheet of a visit to print (--sheet), or note what a visit gave (--result)"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("customer", help="its code")
        parser.add_argument("--sheet", type=Path, metavar="FILE", help="where to write the sheet, as PDF")
        parser.add_argument("--result", type=VisitResult, choices=list(VisitResult), metavar="RESULT", help=" | ".join(VisitResult))
        parser.add_argument("--on", type=date.fromisoformat, help="the day of the visit (default: today)")
        parser.add_argument("--met", default="", help="who was met")
        parser.add_argument("--amount", type=Decimal, help="promised, handed over, or contested")
        parser.add_argument("--by", type=Means, choices=list(Means), metavar="MEANS", help="how it was paid: " + " | ".join(Means))
        parser.add_argument("--for", dest="promised_for", type=date.fromisoformat, help="the day of the promise")
        parser.add_argument("--reason", default="", help="why it is not paid, a code of the reasons")
        parser.add_argument("--invoice", action="append", default=[], metavar="NUMBER", help="what it is about, again for several")
        parser.add_argument("--comment", default="")
        parser.add_argument("--scan", type=Path, metavar="FILE", help="the sheet filled in, scanned")
        parser.add_argument("--json", action="store_true", help="one line of JSON")

    def handle(self, *_args: Any, **options: Any) -> None:
        actor = system_actor()
        customer = customers.customer_by_code(actor, options["customer"])
        today = creditors.today_of(actor, customer.creditor_id)
        planned = prepared_visit(actor, customer, on=today).call.action
        action_id = planned.id if planned and planned.channel == "visit" else None
        if options["sheet"]:
            options["sheet"].write_bytes(visit_sheet_pdf(actor, customer, on=today, action_id=action_id))
        told = noted(actor, customer, options, today=today, action_id=action_id) if options["result"] else None
        values = {
            "customer": customer.code, "planned": action_id is not None, "result": options["result"].value if told else None,
            "visit": told.visit_id if told else None, "promise": told.promise_id if told else None,
            "dispute": told.dispute_id if told else None,
        }  # fmt: skip
        self.stdout.write(json.dumps(values) if options["json"] else in_words(customer, options))


def noted(actor: Actor, customer: CustomerFile, options: dict[str, Any], *, today: date, action_id: int | None) -> NotedVisit:
    result, amount = options["result"], options["amount"]
    outcome = VisitOutcome(
        result=result, visited_on=options["on"] or today, met=options["met"], comment=options["comment"], reason=options["reason"],
        paid_by=options["by"], promised_for=options["promised_for"],
        paid_amount=amount if result is VisitResult.PAID else None,
        promised_amount=amount if result is VisitResult.PROMISED else None,
        disputed_amount=amount if result is VisitResult.DISPUTED else None,
        item_ids=items_named(actor, customer, options["invoice"], on=today),
    )  # fmt: skip
    scan = NewAttachment(options["scan"].name, options["scan"].read_bytes()) if options["scan"] else None
    return note_visit_with_outcome(actor, customer.id, outcome, on=today, action_id=action_id, sheet=scan)


def items_named(actor: Actor, customer: CustomerFile, numbers: list[str], *, on: date) -> tuple[int, ...]:
    """Return what is late under these numbers; one that is not is refused, for the visit would be noted about something else."""
    late = overdue(actor, customer.id, on=on)
    unknown = sorted(set(numbers) - {item.reference for item in late})
    if unknown:
        raise NotFound(what=", ".join(unknown))
    return tuple(item.id for item in late if item.reference in numbers)


def in_words(customer: CustomerFile, options: dict[str, Any]) -> str:
    lines = [f"{customer.code} {customer.name}"]
    if options["sheet"]:
        lines.append(f"  → {options['sheet']}")
    if options["result"]:
        lines.append(f"  {visit_result(options['result'])}")
    return "\n".join(lines)
