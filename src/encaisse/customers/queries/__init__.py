"""Reads of customers. Every read joins the actor's scope."""

from typing import TYPE_CHECKING

from encaisse.kit.fronts import wake_on_demand

if TYPE_CHECKING:
    from encaisse.customers.queries.away import codes, contact_named, contacts_away
    from encaisse.customers.queries.cards import (
        AssignmentRow,
        CustomerFile,
        GroupRow,
        HabitRow,
        assignments,
        closings,
        customer,
        customer_by_code,
        customer_ids_by_code,
        files,
        files_paid_for,
        groups,
        habits,
        locked_customer,
        paid_by,
        parties_by_siren,
    )
    from encaisse.customers.queries.contacts import (
        AddressCard,
        ContactCard,
        Reach,
        address_in_scope,
        best_address,
        best_addresses,
        contact_in_scope,
        contacts,
        contacts_of_address,
        digest_of,
        known_contacts,
        number_to_call,
        numbers_to_call,
        postal_addresses_like,
    )
    from encaisse.customers.queries.identified import Identified, customers_by_numbers
    from encaisse.customers.queries.lists import Found, customer_list, find
    from encaisse.customers.queries.notes import (
        AttachmentRow,
        MentionRow,
        NoteRow,
        attachment,
        attachments,
        colleagues,
        mentioned,
        notes,
        unread_mentions,
    )
    from encaisse.customers.queries.objections import ObjectionRow, address_named, objections
    from encaisse.customers.queries.portals import PortalCard, PortalOfCustomer, portal, portal_of, portals, portals_of
    from encaisse.customers.queries.scope import in_scope, is_of_whole_creditors, scope_parameters, scope_sql
else:
    wake_on_demand(__name__)

__all__ = [
    "AddressCard",
    "AssignmentRow",
    "AttachmentRow",
    "ContactCard",
    "CustomerFile",
    "Found",
    "GroupRow",
    "HabitRow",
    "Identified",
    "MentionRow",
    "NoteRow",
    "ObjectionRow",
    "PortalCard",
    "PortalOfCustomer",
    "Reach",
    "address_in_scope",
    "address_named",
    "assignments",
    "attachment",
    "attachments",
    "best_address",
    "best_addresses",
    "closings",
    "codes",
    "colleagues",
    "contact_in_scope",
    "contact_named",
    "contacts",
    "contacts_away",
    "contacts_of_address",
    "customer",
    "customer_by_code",
    "customer_ids_by_code",
    "customer_list",
    "customers_by_numbers",
    "digest_of",
    "files",
    "files_paid_for",
    "find",
    "groups",
    "habits",
    "in_scope",
    "is_of_whole_creditors",
    "known_contacts",
    "locked_customer",
    "mentioned",
    "notes",
    "number_to_call",
    "numbers_to_call",
    "objections",
    "paid_by",
    "parties_by_siren",
    "portal",
    "portal_of",
    "portals",
    "portals_of",
    "postal_addresses_like",
    "scope_parameters",
    "scope_sql",
    "unread_mentions",
]
