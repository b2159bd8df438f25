"""What changes of a customer: particulars, payer, group."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from encaisse.customers import queries, rules
from encaisse.customers.actions.audit import tell, tell_many
from encaisse.customers.actions.creation import OWN, name_key
from encaisse.customers.actions.touch import touch
from encaisse.customers.models import Customer, Group, Party
from encaisse.kit.actor import Actor, Permission
from encaisse.kit.folding import search_text
from encaisse.kit.siren import normalised_siren

PARTY = ("siren", "vat_number")
EDITABLE = (*(name for name in OWN if name not in {"code", "collector_id", "salesperson_id"}), *PARTY)


@transaction.atomic
def update_customer(actor: Actor, customer_id: int, **values: Any) -> None:
    """Change particulars of a customer; who looks after it is assigned, its payer and group are set."""
    check_names(values)
    customer = queries.locked_customer(actor, customer_id, Permission.CUSTOMER_EDIT_CONTACT)
    if change := applied(actor, customer, values):
        customer.save()
        tell(actor, "update", customer, change=change)


@transaction.atomic
def update_customers(actor: Actor, creditor_id: int, values_by_code: Mapping[str, Mapping[str, Any]]) -> int:
    """Change particulars of many customers at once; return how many changed."""
    for values in values_by_code.values():
        check_names(values)
    condition = queries.in_scope(actor, Permission.IMPORT_RUN)
    rows = Customer.objects.select_for_update(of=("self",)).select_related("party").filter(condition, creditor_id=creditor_id)
    changes = {row: applied(actor, row, values_by_code[row.code]) for row in rows.filter(code__in=list(values_by_code)).order_by("pk")}
    changed = [row for row, change in changes.items() if change]
    columns = {name for change in changes.values() for name in change} - set(PARTY)
    Customer.objects.bulk_update(changed, [*sorted(columns), "party", "search_text", "sort_key"], batch_size=200)
    if changed:
        tell_many(actor, "update", creditor_id, [row.pk for row in changed], change={})
    return len(changed)


def check_names(values: Mapping[str, Any]) -> None:
    if unknown := values.keys() - set(EDITABLE):
        raise rules.CannotChange(names=", ".join(sorted(unknown)), known=", ".join(EDITABLE))


def applied(actor: Actor, customer: Customer, values: Mapping[str, Any]) -> dict[str, Any]:
    """Put the values on a customer (not yet saved) and return what differs."""
    change: dict[str, Any] = {}
    for name, value in values.items():
        if name in PARTY:
            before = getattr(customer.party, name)
            if value != before:
                set_party(actor, customer, name, value)
                change[name] = {"from": before, "to": value}
        elif (before := getattr(customer, name)) != value:
            setattr(customer, name, value)
            change[name] = {"from": before, "to": value}
    customer.search_text = search_text(customer.code, customer.name, customer.party.siren, customer.siret, customer.city)
    customer.sort_key = name_key(customer.name)
    return change


def set_party(actor: Actor, customer: Customer, name: str, value: str) -> None:
    """Correct the party, or join the party already known by that SIREN; a party shared with others is never rewritten.

    What the customers of one company hear and owe together changes for all of them, those it leaves and those it joins.
    """
    touch(Customer.objects.filter(party_id=customer.party_id).values_list("pk", flat=True))
    if name == "siren":
        value = normalised_siren(value) if value else ""
        known = queries.parties_by_siren(actor, [value])
        if value in known:
            customer.party_id = known[value]
            customer.party = Party.objects.get(pk=known[value])
            touch(Customer.objects.filter(party_id=known[value]).values_list("pk", flat=True))
            return
    party = customer.party
    if party.customers.exclude(pk=customer.pk).exists():
        party = Party(kind=party.kind, name=customer.name, siren=party.siren, vat_number=party.vat_number)
    setattr(party, name, value)
    party.save()
    customer.party = party


@transaction.atomic
def set_payer(actor: Actor, customer_id: int, payer_id: int) -> None:
    """Say who pays for a customer, hence whom to dun: itself, its group, a head office."""
    customer = queries.locked_customer(actor, customer_id, Permission.CUSTOMER_ASSIGN)
    payer = customer if payer_id == customer_id else queries.locked_customer(actor, payer_id, Permission.CUSTOMER_VIEW)
    before = customer.payer_id
    if payer_id != customer_id:
        rules.check_payer(
            customer=customer.name, creditor_id=customer.creditor_id, payer=payer.name, payer_creditor_id=payer.creditor_id,
            payer_pays_itself=payer.payer_id == payer.pk, its_payer=payer.payer.name if payer.payer else "",
        )  # fmt: skip
    Customer.objects.filter(pk=customer_id).update(payer_id=payer_id)
    # Those it paid for follow it to its payer: payers stand one level above, never more.
    if payer_id != customer_id:
        Customer.objects.filter(payer_id=customer_id).update(payer_id=payer_id)
    touch(filter(None, [before, payer_id]))
    tell(actor, "set_payer", customer, change={"payer_id": {"from": before, "to": payer_id}})


@transaction.atomic
def set_group(actor: Actor, customer_id: int, name: str | None) -> None:
    customer = queries.locked_customer(actor, customer_id, Permission.CUSTOMER_ASSIGN)
    group = Group.objects.get_or_create(creditor_id=customer.creditor_id, name=name.strip())[0] if name else None
    before = customer.group_id
    Customer.objects.filter(pk=customer_id).update(group=group)
    tell(actor, "set_group", customer, change={"group_id": {"from": before, "to": group.pk if group else None}})
