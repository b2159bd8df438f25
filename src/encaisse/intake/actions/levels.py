"""Levels reached before going live: each row sets the items of an invoice, or all those open of a customer."""

from collections import defaultdict
from datetime import date, timedelta

from encaisse.db import run_sql
from encaisse.dunning import actions as dunning
from encaisse.dunning.rules.manual_holds import HoldReason
from encaisse.dunning.rules.reprise import GoLiveChoice
from encaisse.intake.actions.taking import Taking
from encaisse.intake.rules.findings import Finding
from encaisse.intake.rules.levels import choice_named
from encaisse.intake.rules.report import ImportReport
from encaisse.intake.rules.rows import Read
from encaisse.kit.actor import Actor, Permission

# A plan and a dispute have their own details, entered on the customer file; until then their items are held, as long as a hold may last.
HELD = timedelta(days=30)
ENTERED_BY_HAND = {GoLiveChoice.PLAN: "plan_to_enter", GoLiveChoice.DISPUTE: "dispute_to_enter"}
Item = tuple[int, int]  # item, customer
Groups = dict[tuple[GoLiveChoice, date | None], dict[int, int]]


def take_levels(actor: Actor, taking: Taking) -> ImportReport:
    """Set where the items of a list start. A row that names an invoice wins over one that names its customer alone."""
    actor.must(Permission.DUNNING_RUN)
    groups = grouped(taking, found_items(taking))
    for (choice, reached_on), items in groups.items():
        apply(actor, taking, choice, items, reached_on=reached_on)
    return ImportReport(
        rows=taking.reader.rows_seen, updated=sum(map(len, groups.values())), findings=tuple(taking.reader.findings),
        import_id=taking.kept.pk, source_id=taking.kept.source_id,
    )  # fmt: skip


def found_items(taking: Taking) -> dict[tuple[str, str], list[Item]]:
    """Return the open items by customer and number; an empty number stands for all those of the customer, and the reverse."""
    codes, numbers = ([row.text(name) for row in taking.rows if row.get(name)] for name in ("code", "number"))
    found: dict[tuple[str, str], list[Item]] = defaultdict(list)
    for row in run_sql("intake.items_named", creditor_id=taking.creditor.id, codes=codes, numbers=numbers):
        for key in ((row.code, row.number), (row.code, ""), ("", row.number)):
            found[key].append((row.id, row.customer_id))
    return found


def grouped(taking: Taking, found: dict[tuple[str, str], list[Item]]) -> Groups:
    """Gather the items by what is said of them; a row that says nothing known, or names nothing open, is a finding."""
    said: dict[int, tuple[GoLiveChoice, date | None, int]] = {}
    for row in sorted(taking.rows, key=lambda row: bool(row.get("number"))):
        choice, items = choice_named(row.text("level")), found.get((row.text("code"), row.text("number")), [])
        if choice is None:
            taking.reader.findings.append(Finding("unknown_level", row.line_no, {"value": row.text("level")[:40]}))
        elif not items:
            taking.reader.findings.append(Finding("nothing_open", row.line_no, {"named": named(row)}))
        else:
            warn(taking, row, choice)
            said |= {item_id: (choice, row.get("reached_on"), customer_id) for item_id, customer_id in items}
    groups: Groups = defaultdict(dict)
    for item_id, (choice, reached_on, customer_id) in said.items():
        groups[choice, reached_on][item_id] = customer_id
    return groups


def named(row: Read) -> str:
    return " ".join(filter(None, (row.text("code"), row.text("number"))))[:80]


def warn(taking: Taking, row: Read, choice: GoLiveChoice) -> None:
    if choice in ENTERED_BY_HAND:
        taking.reader.findings.append(Finding(ENTERED_BY_HAND[choice], row.line_no, {"named": named(row)}))


def apply(actor: Actor, taking: Taking, choice: GoLiveChoice, items: dict[int, int], *, reached_on: date | None) -> None:
    """Set the items; those of a plan or a dispute are held until it is entered on the customer file."""
    if choice not in ENTERED_BY_HAND:
        dunning.set_go_live(actor, creditor_id=taking.creditor.id, item_ids=list(items), choice=choice, on=taking.on, reached_on=reached_on)
        return
    for item_id, customer_id in items.items():
        dunning.set_hold(
            actor, customer_id=customer_id, item_id=item_id, reason=HoldReason.INTERNAL_CHECK, comment=choice.value, on=taking.on,
            until_on=taking.on + HELD,
        )  # fmt: skip
