"""Portals: the organisation's list, and how each customer wants to be written to through one."""

from collections.abc import Mapping
from datetime import date

from django.db import transaction

from encaisse.audit.actions import write_audit
from encaisse.customers import queries
from encaisse.customers.actions.audit import tell, tell_many
from encaisse.customers.models import Customer, CustomerPortal, SupplierPortal
from encaisse.customers.rules.portals import (
    USUAL,
    PortalNamedTwice,
    PortalRetired,
    PortalTerms,
    check_aside,
    check_portal,
    check_words,
    usual_name,
)
from encaisse.kit.actor import Actor, Permission
from encaisse.kit.refusals import NotFound


@transaction.atomic
def add_portal(actor: Actor, *, name: str, address: str = "", instructions: str = "") -> int:
    """Put a portal on the organisation's list; of a usual one the address is known."""
    actor.must(Permission.SETTINGS_EDIT)
    name = usual_name(name)
    address = address.strip() or USUAL.get(name, "")
    check_portal(name, address, instructions)
    if SupplierPortal.objects.filter(name__iexact=name).exists():
        raise PortalNamedTwice(name=name)
    row = SupplierPortal.objects.create(name=name, address=address, instructions=instructions)
    told(actor, "added", row)
    return row.pk


@transaction.atomic
def change_portal(actor: Actor, portal_id: int, *, name: str, address: str, instructions: str, retired_on: date | None = None) -> None:
    """Change a portal; one that is retired is offered to no other customer, those who have it keep it."""
    actor.must(Permission.SETTINGS_EDIT)
    check_portal(name, address, instructions)
    row = SupplierPortal.objects.select_for_update().filter(pk=portal_id).first()
    if row is None:
        raise NotFound(what="portal")
    if SupplierPortal.objects.filter(name__iexact=name.strip()).exclude(pk=portal_id).exists():
        raise PortalNamedTwice(name=name)
    row.name, row.address, row.instructions, row.retired_on = name.strip(), address.strip(), instructions, retired_on
    row.save()
    told(actor, "changed", row)


@transaction.atomic
def require_portal(actor: Actor, customer_id: int, *, portal_id: int, terms: PortalTerms, on: date) -> int:
    """Note that a customer wants everything through a portal; the one they wanted before ends that day."""
    customer = queries.locked_customer(actor, customer_id, Permission.CUSTOMER_EDIT_CONTACT)
    check_words(terms.address, terms.instructions, terms.login_holder)
    portal = SupplierPortal.objects.filter(pk=portal_id).first()
    if portal is None:
        raise NotFound(what="portal")
    now = CustomerPortal.objects.filter(customer_id=customer_id, ended_on__isnull=True).first()
    is_same = now is not None and now.portal_id == portal_id
    if portal.retired_on and not is_same:
        raise PortalRetired(name=portal.name)
    if now is not None and not is_same:
        CustomerPortal.objects.filter(pk=now.pk).update(ended_on=on)
    row = now if is_same and now else CustomerPortal(customer=customer, creditor_id=customer.creditor_id, portal=portal, since_on=on)
    row.address, row.supplier_number = terms.address.strip(), terms.supplier_number.strip()
    row.login_holder, row.instructions = terms.login_holder.strip(), terms.instructions
    row.save()
    tell(actor, "require_portal", row, change={"portal": portal.name, "supplier_number": row.supplier_number})
    return row.pk


@transaction.atomic
def require_portals(actor: Actor, creditor_id: int, wanted: Mapping[int, tuple[int, str]], *, on: date) -> int:
    """Note which portal customers of a list want (customer → portal, our number there). Return how many changed."""
    seen = Customer.objects.filter(queries.in_scope(actor, Permission.IMPORT_RUN), creditor_id=creditor_id, pk__in=wanted)
    now = {row.customer_id: row for row in CustomerPortal.objects.filter(customer__in=seen, ended_on__isnull=True)}
    changed = [pk for pk in seen.values_list("pk", flat=True) if pk not in now or says_more(now[pk], *wanted[pk])]
    for customer_id in changed:
        portal_id, number = wanted[customer_id]
        row = now.get(customer_id)
        if row is not None and row.portal_id == portal_id:
            CustomerPortal.objects.filter(pk=row.pk).update(supplier_number=number[:60])
            continue
        CustomerPortal.objects.filter(customer_id=customer_id, ended_on__isnull=True).update(ended_on=on)
        CustomerPortal.objects.create(
            customer_id=customer_id, creditor_id=creditor_id, portal_id=portal_id, supplier_number=number[:60], since_on=on
        )
    if changed:
        tell_many(actor, "require_portals", creditor_id, changed, change={"portals": len(changed)})
    return len(changed)


def says_more(row: CustomerPortal, portal_id: int, number: str) -> bool:
    return row.portal_id != portal_id or bool(number and number != row.supplier_number)


@transaction.atomic
def no_longer_require_portal(actor: Actor, customer_id: int, *, on: date) -> None:
    row = locked(actor, customer_id, Permission.CUSTOMER_EDIT_CONTACT)
    CustomerPortal.objects.filter(pk=row.pk).update(ended_on=on)
    tell(actor, "no_longer_require_portal", row)


@transaction.atomic
def leave_portal_aside(actor: Actor, customer_id: int, *, until: date, on: date, reason: str = "") -> None:
    """Write to a customer another way until a day, because their portal does not work; a person says so, or nobody touched its task."""
    actor.must(Permission.ACTION_CREATE)
    row = locked(actor, customer_id, Permission.CUSTOMER_VIEW)
    check_aside(until, on=on)
    CustomerPortal.objects.filter(pk=row.pk).update(aside_until=until, aside_reason=reason[:120])
    tell(actor, "leave_portal_aside", row, change={"until": until, "reason": reason})


@transaction.atomic
def take_portal_up_again(actor: Actor, customer_id: int) -> None:
    """Deposit on a customer's portal again: it works."""
    actor.must(Permission.ACTION_CREATE)
    row = locked(actor, customer_id, Permission.CUSTOMER_VIEW)
    CustomerPortal.objects.filter(pk=row.pk).update(aside_until=None, aside_reason="")
    tell(actor, "take_portal_up_again", row)


def locked(actor: Actor, customer_id: int, permission: Permission) -> CustomerPortal:
    customer = queries.locked_customer(actor, customer_id, permission)
    row = CustomerPortal.objects.select_for_update().filter(customer_id=customer.pk, ended_on__isnull=True).first()
    if row is None:
        raise NotFound(what="portal")
    return row


def told(actor: Actor, did: str, row: SupplierPortal) -> None:
    change = {"name": row.name, "address": row.address, "retired_on": str(row.retired_on or "")}
    write_audit(actor, did=f"customers.portal_{did}", subject_kind="supplierportal", subject_id=row.pk, creditor_id=None, change=change)
