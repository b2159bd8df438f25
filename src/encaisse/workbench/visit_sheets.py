"""The sheet of a visit, worded in the language of whoever goes: values of the file, put where the sheet wants them."""

from datetime import date

from django.utils.translation import gettext, pgettext

from encaisse.creditors import queries as creditors
from encaisse.customers.queries import ContactCard, CustomerFile
from encaisse.dunning.queries.composing import creditor_block
from encaisse.kit.actor import Actor, Permission
from encaisse.kit.money import Money, by_currency
from encaisse.people import queries as people
from encaisse.ui.formats import day_text, money_text, reader_language
from encaisse.workbench.queries.file import Commitments, engagements
from encaisse.workbench.queries.items import HeldRow
from encaisse.workbench.queries.story import story
from encaisse.workbench.queries.visits import PreparedVisit, open_rows, prepared_visit
from encaisse.workbench.rules.story import Family, Happening
from encaisse.workbench.rules.visit_sheet import SheetItem, Told, VisitSheet, sheet_pdf
from encaisse.workbench.templatetags.visits import VISIT_RESULTS, visit_result
from encaisse.workbench.templatetags.words import DUTIES, MESSAGE_STATES, PROMISES
from encaisse.workbench.templatetags.workbench import channel_name, phone, reason_name, reason_words, result_name, story_words

LINES, EVENTS, PEOPLE = 22, 8, 4
LONGEST = 110


def sheet_name(customer: CustomerFile, on: date) -> str:
    return f"visite-{''.join(each if each.isalnum() else '-' for each in customer.code)}-{on.isoformat()}.pdf"


def visit_sheet_pdf(actor: Actor, customer: CustomerFile, *, on: date, action_id: int | None = None) -> bytes:
    """Return the sheet of a visit as PDF, in the language of the screen."""
    actor.must(Permission.ACTION_CREATE)
    return sheet_pdf(visit_sheet(actor, customer, on=on, action_id=action_id), on=on)


def visit_sheet(actor: Actor, customer: CustomerFile, *, on: date, action_id: int | None = None) -> VisitSheet:
    visit = prepared_visit(actor, customer, on=on, action_id=action_id)
    engaged = engagements(actor, customer, on=on)
    creditor = creditor_block(actor, creditors.creditor(actor, customer.creditor_id))
    rows = open_rows(actor, customer, engaged, on=on)
    return VisitSheet(
        language=reader_language(),
        labels=labels(actor, on),
        creditor=creditor.name, logo=creditor.logo_svg,
        customer=customer.name, code=customer.code, address=address_of(customer, visit),
        particulars=particulars(actor, customer),
        contacts=tuple(contact_line(each) for each in visit.contacts[:PEOPLE]),
        instruction=customer.instruction,
        why=reason_words(visit.call.action.reason) if visit.call.action else "",
        items=item_lines(rows), sums=sums_of(rows, on=on),
        history=history(actor, customer),
        promise=promise_line(engaged),
        questions=questions(visit),
        results=tuple(str(words) for words, _icon in VISIT_RESULTS.values()),
    )  # fmt: skip


def labels(actor: Actor, on: date) -> dict[str, str]:
    return {
        "title": gettext("Visit sheet"),
        "made": gettext("made on %(day)s for %(name)s") % {"day": day_text(on, "long"), "name": actor.name},
        "footer": gettext("Internal sheet: it is not left with the customer. What was said goes back on the file the same day."),
        "page": gettext("Page"), "no_address": gettext("No postal address known: ask before going."),
        "instruction": gettext("Instruction:"), "contacts": gettext("Whom to ask for"),
        "items": gettext("What is open"), "no_items": gettext("Nothing is open."),
        "reference": gettext("Reference"), "due": gettext("Due date"), "days": gettext("Days late"), "open": gettext("Still open"),
        "promise": gettext("Last promise:"), "history": gettext("In short, the latest first"),
        "ask": gettext("To ask"), "yes": gettext("yes"), "no": gettext("no"),
        "result": gettext("Result"), "visited": gettext("Visited on, at"), "met": gettext("Met (name, role)"),
        "paid": gettext("Amount handed over"), "means": gettext("Means, number"),
        "promised": gettext("Promised for"), "promised_amount": gettext("Amount promised"),
        "contested": gettext("Contested invoices, why"), "contested_amount": gettext("Contested amount"),
        "remarks": gettext("Remarks"), "sign_visitor": gettext("Visitor: day, signature"),
        "sign_customer": gettext("Customer: name, signature (acknowledges the visit only)"),
    }  # fmt: skip


def address_of(customer: CustomerFile, visit: PreparedVisit) -> tuple[str, ...]:
    """Return where to go: the postal address that reaches them, else the one on the file."""
    if visit.place:
        return tuple(line for line in visit.place.address.splitlines() if line.strip())
    written = (*customer.street.splitlines(), f"{customer.postcode} {customer.city}".strip())
    return tuple(line for line in written if line)


def particulars(actor: Actor, customer: CustomerFile) -> tuple[tuple[str, str], ...]:
    names = people.people(actor, [each for each in (customer.collector_id, customer.salesperson_id) if each])

    def name_of(user_id: int | None) -> str:
        return names[user_id].name if user_id in names else ""

    pairs = (
        (gettext("SIREN"), customer.siren), (pgettext("of companies", "Group"), customer.group_name or ""),
        (gettext("Collector"), name_of(customer.collector_id)), (gettext("Salesperson"), name_of(customer.salesperson_id)),
    )  # fmt: skip
    return tuple((label, value) for label, value in pairs if value)


def contact_line(contact: ContactCard) -> tuple[str, str, str]:
    reached = [each for each in contact.addresses if each.is_usable and each.channel in {"phone", "mobile", "email"}]
    written = [each.address if each.channel == "email" else phone(each.address) for each in reached]
    return f"{contact.first_name} {contact.name}".strip(), str(DUTIES.get(contact.duty, "")), " · ".join(written)


def item_lines(rows: list[HeldRow]) -> tuple[SheetItem, ...]:
    ranked = sorted(rows, key=lambda row: (row.item.open_amount < 0, row.item.due_date))
    lines = tuple(
        SheetItem(
            reference=row.item.reference, due=day_text(row.item.due_date, "short"), days_late=str(row.days_late) if row.days_late else "",
            amount=money_text(row.item.open_amount, row.item.currency), mark=mark_of(row), is_late=row.days_late > 0,
        )
        for row in ranked[:LINES]
    )  # fmt: skip
    left = len(ranked) - LINES
    return (*lines, SheetItem(gettext("and %(count)s more") % {"count": left}, "", "", "", "", is_late=False)) if left > 0 else lines


def mark_of(row: HeldRow) -> str:
    if row.disputed:
        return gettext("In dispute")
    return gettext("Promised for %(day)s") % {"day": day_text(row.promised_for, "short")} if row.promised_for else ""


def sums_of(rows: list[HeldRow], *, on: date) -> tuple[tuple[str, str], ...]:
    """Return what is overdue and what is open, credits deducted, one line for each currency."""
    overdue = by_currency(
        Money(row.item.open_amount, row.item.currency) for row in rows if row.item.due_date < on or row.item.open_amount < 0
    )
    balance = by_currency(Money(row.item.open_amount, row.item.currency) for row in rows)
    return (
        *((gettext("Overdue, credits deducted"), money_text(total)) for total in overdue.values()),
        *((gettext("Total open"), money_text(total)) for total in balance.values()),
    )


def promise_line(engaged: Commitments) -> str:
    """Say the last promise: how much, made by whom, for which day, and what became of it."""
    latest = max(engaged.promises, key=lambda promise: promise.promised_on, default=None)
    if latest is None:
        return ""
    state = str(PROMISES[latest.state][0]) if latest.state in PROMISES else latest.state
    said = gettext("%(amount)s for %(day)s, made on %(made)s: %(state)s") % {
        "amount": money_text(latest.amount, latest.currency), "day": day_text(latest.promised_for), "made": day_text(latest.promised_on),
        "state": state.lower(),
    }  # fmt: skip
    return f"{said} ({latest.given_by})" if latest.given_by else said


def questions(visit: PreparedVisit) -> tuple[str, ...]:
    """Return what to ask: the three questions that explain every unpaid invoice, then what the file lacks."""
    asked = [
        gettext("Have the invoices arrived, at the right desk?"),
        gettext("Is anything wrong with what was delivered or billed?"),
        gettext("Can they pay, and when? In one go or by instalments?"),
        gettext("Who approves payments, and on which days are they made?"),
    ]
    if not visit.call.phones or not visit.call.email:
        asked.append(gettext("Which telephone number and e-mail address reach whoever pays?"))
    return tuple(asked)


def history(actor: Actor, customer: CustomerFile) -> tuple[Told, ...]:
    page = story(actor, customer.id, size=EVENTS * 4)
    told = [row for row in page.rows if row.family in {Family.MESSAGE, Family.CALL, Family.COMMITMENT} or row.kind == "payment"]
    return tuple(Told(day_text(row.on, "short"), shortened(told_words(row))) for row in told[:EVENTS])


def told_words(row: Happening) -> str:
    """Say in one line what happened."""
    if row.kind == "message":
        state = str(MESSAGE_STATES[row.state][0]) if row.state in MESSAGE_STATES else row.state
        return f"{channel_name(row.channel)} ({state.lower()}) – {row.detail}"
    result = visit_result(row.state) if row.channel == "visit" else result_name(row.state) if row.family is Family.CALL else ""
    amount = money_text(row.amount, row.currency) if row.amount is not None else ""
    until = gettext("for %(day)s") % {"day": day_text(row.until)} if row.until else ""
    reason = reason_name(row.reason) if row.reason and row.family in {Family.CALL, Family.COMMITMENT} else ""
    parts = (str(result), amount, until, reason, row.reference if row.family is not Family.MESSAGE else "", " ".join(row.detail.split()))
    return " – ".join((str(story_words(row)), *(part for part in parts if part)))


def shortened(words: str) -> str:
    return words if len(words) <= LONGEST else f"{words[: LONGEST - 1].rstrip()}…"
