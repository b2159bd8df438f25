"""Customers and contacts of a list: made when new, completed when known; nothing a person wrote is erased."""

import re
from collections.abc import Iterable
from datetime import date
from typing import Any

from encaisse.creditors import queries as creditors
from encaisse.customers import actions as customers
from encaisse.customers import queries as known
from encaisse.customers.rules import AddressUnusable, NewContact, normalised_address
from encaisse.customers.rules.portals import usual_name
from encaisse.intake.actions.parties import code_of, customers_of, kind_of
from encaisse.intake.actions.taking import Taking
from encaisse.intake.rules.fec_header import folded
from encaisse.intake.rules.findings import Finding
from encaisse.intake.rules.report import ImportReport
from encaisse.intake.rules.rows import Read, Reader
from encaisse.intake.rules.terms import terms_named
from encaisse.kit.actor import Actor

SEVERAL = re.compile(r"\s*[;,|]\s*|\s+/\s+")
DUTIES = {
    "comptabilite": "accounts_payable", "comptable": "accounts_payable", "fournisseurs": "accounts_payable",
    "accounting": "accounts_payable",
    "accountspayable": "accounts_payable", "achats": "buyer", "acheteur": "buyer", "buyer": "buyer", "purchasing": "buyer",
    "direction": "management", "gerant": "management", "gerante": "management", "dirigeant": "management", "daf": "management",
    "management": "management", "ceo": "management", "cfo": "management", "juridique": "legal", "legal": "legal",
    "accueil": "reception", "standard": "reception", "reception": "reception",
}  # fmt: skip
SEGMENTS = {
    "grandcompte": "KEY_ACCOUNT", "grandscomptes": "KEY_ACCOUNT", "keyaccount": "KEY_ACCOUNT", "pme": "SME", "sme": "SME", "eti": "SME",
    "tpe": "SMALL", "small": "SMALL", "artisan": "SMALL", "particulier": "CONSUMER", "consumer": "CONSUMER", "public": "PUBLIC",
    "strategique": "STRATEGIC", "strategic": "STRATEGIC", "suivirenforce": "CLOSE_FOLLOW_UP", "closefollowup": "CLOSE_FOLLOW_UP",
}  # fmt: skip


def take_customers(actor: Actor, taking: Taking) -> ImportReport:
    """Make the customers not known yet, complete the others, and add their contacts."""
    before = known.customer_ids_by_code(actor, taking.creditor.id, {code_of(row) for row in taking.rows})
    ids = customers_of(actor, taking.creditor.id, taking.rows, make=True)
    updated = customers.update_customers(actor, taking.creditor.id, {code_of(row): details(row, taking.reader) for row in taking.rows})
    customers.add_contacts(actor, taking.creditor.id, contacts_of(taking.rows, ids, taking.reader))
    take_portals(actor, taking, ids)
    take_closings(actor, taking, ids)
    new = len(ids) - len(before)
    return ImportReport(
        rows=taking.reader.rows_seen, created=new, updated=max(updated - new, 0), unchanged=max(len(before) - max(updated - new, 0), 0),
        findings=tuple(taking.reader.findings), import_id=taking.kept.pk, source_id=taking.kept.source_id,
    )  # fmt: skip


def take_contacts(actor: Actor, taking: Taking) -> ImportReport:
    """Add contacts and their addresses to customers already known."""
    ids = customers_of(actor, taking.creditor.id, taking.rows, make=False)
    for row in taking.rows:
        if code_of(row) not in ids:
            taking.reader.findings.append(Finding("unknown_customer", row.line_no, {"code": code_of(row)}))
    contacts = contacts_of(taking.rows, ids, taking.reader)
    created = customers.add_contacts(actor, taking.creditor.id, contacts)
    take_portals(actor, taking, ids)
    return ImportReport(
        rows=taking.reader.rows_seen, created=created, unchanged=max(len(contacts) - created, 0), findings=tuple(taking.reader.findings),
        import_id=taking.kept.pk, source_id=taking.kept.source_id,
    )  # fmt: skip


def take_portals(actor: Actor, taking: Taking, ids: dict[str, int]) -> None:
    """Note which customers want everything on their portal; one that the organisation does not list is a finding."""
    rows = [row for row in taking.rows if row.get("portal") and code_of(row) in ids]
    listed = {portal.name.casefold(): portal.id for portal in known.portals(actor)} if rows else {}
    wanted: dict[int, tuple[int, str]] = {}
    for row in rows:
        portal_id = listed.get(usual_name(row.text("portal")).casefold())
        if portal_id is None:
            taking.reader.findings.append(Finding("unknown_portal", row.line_no, {"name": row.text("portal")[:60]}))
        else:
            wanted[ids[code_of(row)]] = (portal_id, row.text("supplier_number"))
    if wanted:
        customers.require_portals(actor, taking.creditor.id, wanted, on=creditors.today_of(actor, taking.creditor.id))


def take_closings(actor: Actor, taking: Taking, ids: dict[str, int]) -> None:
    """Note when customers are closed; half a closing, or one that ends before it begins, is a finding."""
    wanted: dict[int, tuple[date, date, str]] = {}
    for row in taking.rows:
        first, last = row.get("closed_from"), row.get("closed_until")
        if code_of(row) not in ids or (first is None and last is None):
            continue
        if first is None or last is None or last < first:
            days = " – ".join(f"{day:%d/%m/%Y}" if day else "?" for day in (first, last))
            taking.reader.findings.append(Finding("bad_closing", row.line_no, {"value": days}))
        else:
            wanted[ids[code_of(row)]] = (first, last, row.text("closed_why"))
    if wanted:
        customers.set_closings(actor, taking.creditor.id, wanted)


def details(row: Read, reader: Reader) -> dict[str, Any]:
    """Return what the row says of the customer; what it leaves empty stays as it is."""
    values = {name: row.text(name) for name in ("name", "street", "postcode", "city") if row.get(name)}
    if row.get("country"):
        values["country"] = "FR" if folded(row.text("country")) in ("france", "fr") else row.text("country")[:2].upper()
    digits = re.sub(r"\D", "", row.text("siren"))
    if len(digits) == 14:  # noqa: PLR2004 - a SIRET
        values["siret"] = digits
    if segment := SEGMENTS.get(folded(row.text("segment"))):
        values["segment"] = segment
    if row.get("customer_kind"):
        values["kind"] = kind_of(row)
    if row.get("terms_code"):
        if code := terms_named(row.text("terms_code")):
            values["terms_code"] = code
        else:
            reader.findings.append(Finding("bad_terms", row.line_no, {"value": row.text("terms_code")[:60]}))
    return values


def contacts_of(rows: Iterable[Read], ids: dict[str, int], reader: Reader) -> list[tuple[int, NewContact]]:
    found = [(ids[code_of(row)], contact_of(row, reader)) for row in rows if code_of(row) in ids]
    return [(customer_id, contact) for customer_id, contact in found if any(contact.addresses()) or contact.name]


def contact_of(row: Read, reader: Reader) -> NewContact:
    return NewContact(
        name=row.text("contact_name"),
        first_name=row.text("first_name"),
        duty=DUTIES.get(folded(row.text("duty")), "other" if row.get("duty") else "accounts_payable"),
        emails=addresses(row, "email", reader),
        phones=addresses(row, "phone", reader),
        mobiles=addresses(row, "mobile", reader),
        postal=postal_address(row),
    )


def addresses(row: Read, channel: str, reader: Reader) -> tuple[str, ...]:
    """Return the addresses of a cell; several may stand in it, and one that cannot be reached is a finding, not a refusal."""
    given = [part for part in SEVERAL.split(row.text(channel)) if part]
    good = [part for part in given if is_usable(channel, part)]
    for bad in (part for part in given if part not in good):
        reader.findings.append(Finding("bad_address", row.line_no, {"value": bad[:60], "channel": channel}))
    return tuple(good)


def is_usable(channel: str, address: str) -> bool:
    try:
        normalised_address(channel, address)
    except AddressUnusable:
        return False
    return True


def postal_address(row: Read) -> tuple[str, ...]:
    town = " ".join(filter(None, (row.text("postcode"), row.text("city"))))
    return ("\n".join(filter(None, (row.text("street"), town, row.text("country")))),) if row.get("street") else ()
