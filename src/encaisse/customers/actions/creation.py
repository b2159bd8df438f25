"""New customers, in bulk: companies already known by their SIREN are the same party for every creditor."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

from django.db import transaction

from encaisse.creditors import queries as creditors
from encaisse.creditors.models import Creditor
from encaisse.customers import queries
from encaisse.customers.actions.audit import tell_many
from encaisse.customers.models import Customer
from encaisse.customers.rules import NewCustomer
from encaisse.db import copy_rows, new_ids
from encaisse.kit.actor import Actor, Permission, Role, Scope
from encaisse.kit.folding import search_text, sort_key
from encaisse.kit.siren import is_siren, is_siret

OWN = (
    "code", "name", "kind", "segment", "region", "language", "terms_code", "street", "postcode", "city", "country",
    "siret", "service_code", "collector_id", "salesperson_id",
)  # fmt: skip
COLUMNS = ("id", "creditor_id", "party_id", "payer_id", "search_text", "sort_key", "instruction", *OWN)
PARTY_COLUMNS = ("id", "kind", "siren", "vat_number", "name")
LONGEST_SORT_KEY = 240


def create_customer(actor: Actor, creditor_id: int, new: NewCustomer) -> int:
    return create_customers(actor, creditor_id, [new])[new.code]


@transaction.atomic
def create_customers(actor: Actor, creditor_id: int, customers: Iterable[NewCustomer]) -> dict[str, int]:
    """Create the customers whose code is new; return the ids of all of them by code."""
    actor.must(Permission.IMPORT_RUN)
    creditors.creditor(actor, creditor_id)
    # One creation at a time per creditor: two imports must not create the same code twice.
    Creditor.objects.select_for_update(no_key=True).get(pk=creditor_id)
    wanted = {new.code: cared_for(actor, cleaned(new)) for new in customers}
    known = dict(Customer.objects.filter(creditor_id=creditor_id, code__in=list(wanted)).values_list("code", "pk"))
    fresh = [new for code, new in wanted.items() if code not in known]
    created = copy_customers(actor, creditor_id, fresh)
    if created:
        tell_many(actor, "create", creditor_id, created.values(), change={})
    return known | created


def cared_for(actor: Actor, new: NewCustomer) -> NewCustomer:
    """Give a customer nobody looks after to the collector who brings it: whoever sees only a portfolio must see what they import."""
    if new.collector_id is not None or Role.COLLECTOR not in actor.roles or actor.must(Permission.CUSTOMER_VIEW).scope is Scope.ALL:
        return new
    return replace(new, collector_id=actor.user_id)


def cleaned(new: NewCustomer) -> NewCustomer:
    """Drop the numbers that cannot be: a wrong SIREN would join strangers."""
    if not new.siren and not new.siret:
        return new
    siren, siret = "".join(new.siren.split()), "".join(new.siret.split())
    return replace(new, siren=siren if is_siren(siren) else "", siret=siret if is_siret(siret) else "")


def copy_customers(actor: Actor, creditor_id: int, fresh: Sequence[NewCustomer]) -> dict[str, int]:
    if not fresh:
        return {}
    parties = party_ids(actor, fresh)
    ids = new_ids("customers_customer", len(fresh))
    copy_rows(
        "customers_customer",
        COLUMNS,
        (customer_row(new, pk, creditor_id, party) for new, pk, party in zip(fresh, ids, parties, strict=True)),
    )
    return {new.code: pk for new, pk in zip(fresh, ids, strict=True)}


def customer_row(new: NewCustomer, pk: int, creditor_id: int, party_id: int) -> tuple[Any, ...]:
    words = search_text(new.code, new.name, new.party_siren, new.siret, new.city)
    return (pk, creditor_id, party_id, pk, words, name_key(new.name), "", *(getattr(new, column) for column in OWN))


def name_key(name: str) -> str:
    return sort_key(name)[:LONGEST_SORT_KEY]


def party_ids(actor: Actor, fresh: Sequence[NewCustomer]) -> list[int]:
    """Return the party of each new customer: the known one of its SIREN, or a new one."""
    known = queries.parties_by_siren(actor, {new.party_siren for new in fresh})
    rows: list[tuple[Any, ...]] = []
    parties: list[int] = []
    spare = iter(new_ids("customers_party", len(fresh)))
    for new in fresh:
        siren = new.party_siren
        if siren and siren in known:
            parties.append(known[siren])
            continue
        pk = next(spare)
        rows.append((pk, new.party_kind, siren, new.vat_number, new.name))
        parties.append(pk)
        if siren:
            known[siren] = pk
    copy_rows("customers_party", PARTY_COLUMNS, rows)
    return parties
