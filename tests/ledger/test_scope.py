"""Every read of creditors, customers and ledger keeps to the actor's scope: what lies outside is never shown, summed or locked."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from inspect import isfunction, signature

import pytest

from encaisse.creditors import actions as creditor_actions
from encaisse.creditors import queries as creditors
from encaisse.customers import actions as customer_actions
from encaisse.customers import queries as customers
from encaisse.customers.models import Mention
from encaisse.customers.queries import scope_sql
from encaisse.customers.rules import Filters, NewContact
from encaisse.customers.rules.notes import MentionOfNobody, NewAttachment
from encaisse.customers.rules.objections import Use
from encaisse.customers.rules.portals import PortalTerms
from encaisse.db.statements import statement
from encaisse.files import actions as files
from encaisse.kit.actor import Actor, Grant, Mode, Permission, Scope
from encaisse.kit.refusals import NotAllowed, NotFound
from encaisse.ledger import actions
from encaisse.ledger import queries as ledger
from encaisse.ledger.models import Document, Source
from encaisse.ledger.rules.evidence import DispatchChannel, DispatchFacts, FileFacts, ParticularsFacts
from ledger.world import ON, SYSTEM, a_creditor, a_customer, an_item

pytestmark = pytest.mark.django_db
MINE, OTHERS = 7, 8
WEEK = timedelta(days=7)
STREET = "3 place du Marché\n38000 Grenoble"
PHONE = "+33472000001"


def actor(scope: Scope, **reach) -> Actor:
    grants = {permission: Grant(permission, Mode.ACT, scope) for permission in Permission}
    return Actor(MINE, "Anne", grants=grants, **reach)


@pytest.fixture
def world(db, settings, tmp_path):
    """Two creditors; in the first, a customer of mine, one of a colleague's, one of nobody's."""
    settings.VAR = tmp_path
    here, there = a_creditor(), a_creditor("443061841", "Ailleurs")
    found = {"here": here, "there": there}
    for name, creditor_id, user_id in (("mine", here, MINE), ("colleague", here, OTHERS), ("nobody", here, None), ("far", there, MINE)):
        found[name] = furnished(creditor_id, name, user_id)
    return found


def furnished(creditor_id: int, name: str, user_id: int | None) -> int:
    """Make a customer about whom every query has something to say."""
    pk = a_customer(creditor_id, name.upper(), f"Client {name}", siret="55210055400013")
    if user_id:
        customer_actions.assign(SYSTEM, [pk], duty="collector", value_id=user_id, on=ON)
    contact = customer_actions.add_contact(SYSTEM, pk, NewContact(name=name, emails=(f"{name}@x.fr",), phones=(PHONE,), postal=(STREET,)))
    customer_actions.contact_away(SYSTEM, contact, back_on=ON + WEEK, on=ON)
    mobile = customer_actions.add_address(SYSTEM, contact, channel="mobile", address="0612345678")
    customer_actions.object(SYSTEM, mobile, at=datetime(2026, 11, 1, tzinfo=UTC), use=Use.SMS)
    note = customer_actions.write_note(SYSTEM, pk, name)
    Mention.objects.create(note_id=note, customer_id=pk, creditor_id=creditor_id, user_id=MINE)
    customer_actions.attach(SYSTEM, pk, [NewAttachment(f"{name}.txt", name.encode())])
    customer_actions.set_group(SYSTEM, pk, f"Groupe {name}")
    customer_actions.propose_habit(SYSTEM, pk, value=10, on=ON)
    customer_actions.set_closing(SYSTEM, pk, from_on=ON, to_on=ON + WEEK)
    invoice, payment = an_item(creditor_id, pk, f"F-{name}", "100", ON - WEEK), an_item(creditor_id, pk, f"R-{name}", "-30")
    actions.allocate(SYSTEM, debit_id=invoice, credit_id=payment, amount=Decimal(10), on=ON)
    an_item(creditor_id, pk, f"X-{name}", "5", doubt="no_document")
    document = Document.objects.get(customer_id=pk, number=f"F-{name}")
    actions.record_delivery_state(SYSTEM, document.pk, code=201, happened_at=datetime(2026, 11, 1, tzinfo=UTC))
    sha = files.keep(SYSTEM, name.encode(), "application/pdf")
    actions.attach_files(SYSTEM, [FileFacts(document.pk, sha, f"{name}.pdf")])
    actions.record_dispatch(SYSTEM, DispatchFacts(document.pk, document.issued_on, DispatchChannel.POST), on=ON)
    actions.record_particulars(SYSTEM, [ParticularsFacts(document.pk, "cii", "basic", "380", Decimal(100))])
    actions.qualify(SYSTEM, qualified_as="to_dun", customer_ids=[pk])
    Document.objects.filter(customer_id=pk).update(qualified_as="")
    portal = customer_actions.add_portal(SYSTEM, name=f"Portail {name}")
    customer_actions.require_portal(SYSTEM, pk, portal_id=portal, terms=PortalTerms(), on=ON)
    factor = actions.add_factor(SYSTEM, creditor_id, name=f"Factor {name}", iban="FR7630006000011234567890189", may_dun=True)
    actions.assign_numbers(SYSTEM, factor, [f"F-{name}"], on=ON)
    return pk


def items_of(pk: int) -> list[int]:
    return [item.id for item in ledger.open_items(SYSTEM, customer_id=pk)]


def documents_of(pk: int) -> list[int]:
    return list(Document.objects.filter(customer_id=pk, kind="invoice").order_by("pk").values_list("pk", flat=True))


def ids(rows) -> set[int]:
    return {row.customer_id for row in rows}


def one(read, *args, **kwargs) -> bool:
    """Say whether a read of one thing finds it."""
    try:
        return bool(read(*args, **kwargs))
    except NotFound:
        return False


def numbers_of(pk: int) -> list[str]:
    numbers = Document.objects.filter(customer_id=pk, kind="invoice").values_list("number", flat=True)
    return [number.upper().replace("-", "") for number in numbers]


def may_name_colleagues(who: Actor, pk: int) -> bool:
    """Say whether an actor may look for colleagues to name on a customer; here nobody works with them, so none is found."""
    try:
        return customers.colleagues(who, pk, on=ON) == []
    except NotFound:
        return False


def is_looked_for(who: Actor, pk: int) -> bool:
    """Say whether a name in a note is looked for among the colleagues of a customer."""
    try:
        customers.mentioned(who, pk, "@Personne", is_restricted=False, on=ON)
    except MentionOfNobody:
        return True
    except NotFound:
        return False
    return True


def email_of(pk: int) -> tuple[str, str]:
    addresses = [each for card in customers.contacts(SYSTEM, pk) for each in card.addresses]
    return next((each.channel, each.address) for each in addresses if each.channel == "email")


def siret_of(pk: int) -> str:
    return customers.customer(SYSTEM, pk).siret


# For each query: whether it shows anything about one customer to an actor.
SHOWS = {
    "customer": lambda who, pk: one(customers.customer, who, pk),
    "customer_by_code": lambda who, pk: one(customers.customer_by_code, who, customers.customer(SYSTEM, pk).code),
    "files": lambda who, pk: pk in customers.files(who, [pk]),
    "files_paid_for": lambda who, pk: pk in customers.files_paid_for(who, [pk]),
    "customer_ids_by_code": lambda who, pk: pk in customers.customer_ids_by_code(who, customers.customer(SYSTEM, pk).creditor_id).values(),
    "paid_by": lambda who, pk: bool(customers.paid_by(who, pk)),
    "locked_customer": lambda who, pk: one(customers.locked_customer, who, pk, Permission.CUSTOMER_VIEW),
    "assignments": lambda who, pk: bool(customers.assignments(who, pk)) or pk_has_no_collector(pk, who),
    "habits": lambda who, pk: bool(customers.habits(who, pk)),
    "closings": lambda who, pk: bool(customers.closings(who, pk)),
    "groups": lambda who, pk: customers.customer(SYSTEM, pk).group_id in {group.id for group in customers.groups(who)},
    "contacts": lambda who, pk: bool(customers.contacts(who, pk)),
    "known_contacts": lambda who, pk: bool(customers.known_contacts(who, [pk])),
    "codes": lambda who, pk: bool(customers.codes(who, [pk])),
    "contact_named": lambda who, pk: one(customers.contact_named, who, pk, ""),
    "contacts_away": lambda who, pk: pk in {card.customer_id for card, _ in customers.contacts_away(who, on=ON)},
    "contacts_of_address": lambda who, pk: bool(customers.contacts_of_address(who, pk, *email_of(pk))),
    "objections": lambda who, pk: customers.customer(SYSTEM, pk).code in {row.code for row in customers.objections(who)},
    "address_named": lambda who, pk: one(customers.address_named, who, pk, email_of(pk)[1]),
    "contact_in_scope": lambda who, pk: one(customers.contact_in_scope, who, customers.contacts(SYSTEM, pk)[0].id),
    "address_in_scope": lambda who, pk: one(customers.address_in_scope, who, customers.contacts(SYSTEM, pk)[0].addresses[0].id),
    "best_address": lambda who, pk: bool(customers.best_address(who, pk, "email")),
    "best_addresses": lambda who, pk: bool(customers.best_addresses(who, [pk], ["email"])),
    "number_to_call": lambda who, pk: customers.number_to_call(who, pk) is not None,
    "numbers_to_call": lambda who, pk: bool(customers.numbers_to_call(who, [pk])),
    "postal_addresses_like": lambda who, pk: bool(customers.postal_addresses_like(who, pk, STREET)),
    "portal_of": lambda who, pk: customers.portal_of(who, pk) is not None,
    "portals_of": lambda who, pk: bool(customers.portals_of(who, [pk])),
    "notes": lambda who, pk: bool(customers.notes(who, pk)),
    "colleagues": may_name_colleagues,
    "mentioned": is_looked_for,
    "attachments": lambda who, pk: bool(customers.attachments(who, pk)),
    "attachment": lambda who, pk: one(customers.attachment, who, customers.attachments(SYSTEM, pk)[0].id),
    "unread_mentions": lambda who, pk: pk in ids(customers.unread_mentions(who)),
    "find": lambda who, pk: pk in {row.id for row in customers.find(who, "client")} and pk in {row.id for row in customers.find(who, "cl")},
    "customer_list": lambda who, pk: (
        pk in {row.id for row in customers.customer_list(who)} & {row.id for row in customers.customer_list(who, Filters(search="client"))}
    ),
    "open_items": lambda who, pk: pk in ids(ledger.open_items(who)),
    "items": lambda who, pk: bool(ledger.items(who, items_of(pk))),
    "items_of": lambda who, pk: ledger.items_of(who, pk).count > 0,
    "locked_open_item": lambda who, pk: one(ledger.locked_open_item, who, items_of(pk)[0]),
    "locked_open_items": lambda who, pk: bool(ledger.locked_open_items(who, items_of(pk))),
    "aged_balance": lambda who, pk: pk in ids(ledger.aged_balance(who, on=ON)),
    "aged_balance_at": lambda who, pk: pk in ids(ledger.aged_balance_at(who, on=ON)),
    "balances": lambda who, pk: pk in ids(ledger.balances(who)) and pk in ids(ledger.balances(who, filters=Filters(search="client"))),
    "every_balance": lambda who, pk: pk in ids(ledger.every_balance(who)),
    "customers_with_balance": lambda who, pk: pk in ledger.customers_with_balance(who),
    "balance_groups": lambda who, pk: bool(
        ledger.balance_groups(who, grouping="collector", filters=Filters(search=customers.customer(SYSTEM, pk).code))
    ),
    "balance_of": lambda who, pk: bool(ledger.balance_of(who, pk)),
    "balance_totals": lambda who, pk: bool(ledger.balance_totals(who, filters=Filters(search=customers.customer(SYSTEM, pk).code))),
    "balances_to_re_age": lambda who, pk: pk in ledger.balances_to_re_age(who, on=date(2030, 1, 1)),
    "open_amounts_at": lambda who, pk: bool(ledger.open_amounts_at(who, on=ON, customer_ids=[pk])),
    "delivery_states": lambda who, pk: bool(ledger.delivery_states(who, documents_of(pk))),
    "document": lambda who, pk: one(ledger.document, who, documents_of(pk)[0]),
    "due_lines_of": lambda who, pk: bool(ledger.due_lines_of(who, documents_of(pk)[0])),
    "allocations_of": lambda who, pk: bool(ledger.allocations_of(who, documents_of(pk)[0])),
    "invoice_files": lambda who, pk: bool(ledger.invoice_files(who, documents_of(pk))),
    "dispatches": lambda who, pk: bool(ledger.dispatches(who, documents_of(pk))),
    "particulars": lambda who, pk: bool(ledger.particulars(who, documents_of(pk))),
    "numbered_documents": lambda who, pk: (
        pk in ids(ledger.numbered_documents(who, customers.customer(SYSTEM, pk).creditor_id, numbers_of(pk)))
    ),
    "customers_by_numbers": lambda who, pk: (
        pk in {row.id for row in customers.customers_by_numbers(who, customers.customer(SYSTEM, pk).creditor_id, sirets=[siret_of(pk)])}
    ),
    "find_documents": lambda who, pk: pk in ids(ledger.find_documents(who, "F-")),
    "named_documents": lambda who, pk: bool(ledger.named_documents(who, documents_of(pk))),
    "money_received": lambda who, pk: bool(ledger.money_received(who, [pk], since=ON - WEEK, until=ON)),
    "payment_behaviour": lambda who, pk: any(month.invoiced_amount for month in ledger.payment_behaviour(who, pk, currency="EUR", on=ON)),
    "to_qualify": lambda who, pk: pk in ids(ledger.to_qualify(who, on=ON)),
    "to_qualify_and_counts": lambda who, pk: pk in ids(ledger.to_qualify_and_counts(who, on=ON)[0]),
    "customer_qualifications": lambda who, pk: bool(ledger.customer_qualifications(who, [pk])),
    "timeline": lambda who, pk: bool(ledger.timeline(who, pk)),
    "assigned_to": lambda who, pk: pk in {row.customer_id for card in ledger.factors(who) for row in ledger.assigned_to(who, card.id).rows},
    "payees_of_documents": lambda who, pk: bool(ledger.payees_of_documents(who, documents_of(pk))),
    "payees": lambda who, pk: bool(ledger.payees(who, [item.id for item in ledger.open_items(SYSTEM, customer_id=pk)])),
}
# Reads of no one customer: each has its own test, or is the scope itself.
OTHERWISE = {
    "in_scope", "is_of_whole_creditors", "scope_sql", "scope_parameters", "digest_of", "parties_by_siren", "about", "freshness",
    "facts_true_until", "oldest_source", "rounds", "to_qualify_counts", "situation_preview", "rates",
    "entered_rates", "portal", "portals", "factor", "factors",
}  # fmt: skip


# The rates of late interest are printed in the official journal.
PUBLISHED = {"rates", "entered_rates"}


def pk_has_no_collector(pk: int, who: Actor) -> bool:
    seen = customers.customer(SYSTEM, pk)
    return seen.collector_id is None and one(customers.customer, who, pk)


def test_every_query_of_the_two_rooms_is_walked():
    public = {name for room in (customers, ledger) for name in room.__all__ if isfunction(getattr(room, name))}
    assert public - OTHERWISE == set(SHOWS)


def seen_by(who: Actor, world) -> dict[str, set[str]]:
    names = ("mine", "colleague", "nobody", "far")
    return {query: {name for name in names if shows(who, world[name])} for query, shows in SHOWS.items()}


@pytest.mark.parametrize(
    ("scope", "reach", "expected"),
    [
        pytest.param(Scope.ALL, {"all_creditors": True}, {"mine", "colleague", "nobody", "far"}, id="everything"),
        pytest.param(Scope.ALL, {"creditors": "here"}, {"mine", "colleague", "nobody"}, id="all of one creditor"),
        pytest.param(Scope.PORTFOLIO, {"creditors": "here", "own_ids": frozenset({MINE})}, {"mine"}, id="one's own portfolio"),
        pytest.param(
            Scope.TEAM, {"creditors": "here", "team_ids": frozenset({MINE, OTHERS})}, {"mine", "colleague"}, id="the team's portfolio"
        ),
        pytest.param(Scope.PORTFOLIO, {"creditors": "here"}, set(), id="nobody's portfolio"),
        pytest.param(Scope.OWN, {"creditors": "here", "customer_id": "colleague"}, {"colleague"}, id="a signed link"),
    ],
)
def test_every_query_keeps_to_the_scope(world, scope, reach, expected):
    given = dict(reach)
    if given.get("creditors"):
        given["creditors"] = frozenset({world[given["creditors"]]})
    if given.get("customer_id"):
        given["customer_id"] = world[given["customer_id"]]
    seen = seen_by(actor(scope, **given), world)
    assert {query: names for query, names in seen.items() if names != expected} == {}


def test_an_actor_without_permission_is_refused_by_every_query():
    nobody = Actor(MINE, "Anne", all_creditors=True)
    allowed = []
    for room in (customers, ledger):
        for name in room.__all__:
            query = getattr(room, name)
            if isfunction(query) and name not in PUBLISHED and next(iter(signature(query).parameters), "") == "actor":
                try:
                    result = query(nobody, **dummy(query))
                    getattr(result, "__next__", None)
                    allowed.append(name)
                except NotAllowed:
                    pass
    assert allowed == []


def dummy(query) -> dict:
    values = {
        "on": ON, "since": ON, "until": ON, "customer_id": 1, "customer_ids": [1], "item_id": 1, "item_ids": [1], "ids": [1],
        "words": "abc", "grouping": "collector",
        "number": "F", "code": "x", "codes": [], "creditor_id": 1, "payer_id": 1, "channel": "email", "channels": ["email"],
        "contact_id": 1,
        "address_id": 1, "permission": Permission.CUSTOMER_VIEW, "document_ids": [1], "document_id": 1,
        "sirens": ["1"], "relation": "x", "batch_id": 1,
        "source_id": 1, "search": "", "numbers": ["F"], "attachment_id": 1, "body": "@x", "is_restricted": False, "currency": "EUR",
        "recipient": "x", "portal_id": 1, "factor_id": 1, "address": "x@y.fr", "written": "x@y.fr",
    }  # fmt: skip
    parameters = list(signature(query).parameters.values())[1:]
    return {each.name: values[each.name] for each in parameters if each.default is each.empty}


def test_the_sums_of_what_waits_keep_to_the_scope(world):
    mine = actor(Scope.PORTFOLIO, creditors=frozenset({world["here"]}), own_ids=frozenset({MINE}))
    assert (ledger.to_qualify_counts(mine, on=ON), ledger.to_qualify_counts(SYSTEM, on=ON)) == (
        {"no_document": (1, {"EUR": Decimal(5)})},
        {"no_document": (4, {"EUR": Decimal(20)})},
    )
    assert [total.customers for total in ledger.balance_totals(mine)] == [1]
    near = actor(Scope.ALL, creditors=frozenset({world["here"]}))
    assert [total.customers for total in ledger.balance_totals(near)] == [3]
    counts = [ledger.balances(who, filters=Filters(search=words)).count for who in (near, mine) for words in ("", "client")]
    assert counts == [3, 3, 1, 1]


def test_freshness_keeps_to_the_creditors_in_reach(world):
    Source.objects.update(true_until_on=ON)
    near = actor(Scope.ALL, creditors=frozenset({world["here"]}))
    assert {row.creditor_id for row in ledger.freshness(near)} == {world["here"]}
    assert (ledger.facts_true_until(near, world["there"]), ledger.facts_true_until(near, world["here"])) == (None, ON)
    assert [card.id for card in creditors.creditors_in_reach(near)] == [world["here"]]
    creditor_actions.add_bank_account(SYSTEM, world["there"], name="x", iban="FR7630006000011234567890189")
    for read in (creditors.creditor, creditors.bank_accounts, creditors.quiet_periods, creditors.today_of):
        with pytest.raises(NotFound):
            read(near, world["there"])


@pytest.mark.parametrize(
    "name",
    [
        "customers.find", "customers.find_by_beginning", "customers.find_common", "customers.customer_count", "customers.customer_list",
        "customers.customer_count_found", "customers.customer_list_found", "ledger.aged_balance", "ledger.aged_balance_at",
        "ledger.balances", "ledger.balances_found", "ledger.balance_count", "ledger.balance_count_found", "ledger.balance_totals",
        "ledger.balance_totals_found", "ledger.balance_of", "ledger.open_amounts_at", "ledger.find_documents", "ledger.timeline",
        "ledger.balance_groups", "ledger.balance_customers", "workbench.closed_balances", "workbench.closed_totals",
        "workbench.closed_groups", "workbench.compare_ages", "workbench.compare_items", "workbench.compare_customers",
        "workbench.export_items", "workbench.export_items_at", "workbench.export_closed_items",
    ],
)  # fmt: skip
def test_statements_in_files_hold_the_scope_word_for_word(name):
    assert " ".join(scope_sql().split()) in " ".join(statement(name).split())
