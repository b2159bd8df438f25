"""Writes of customers: who they are, who looks after them, how they are reached, what is known of them."""

from typing import TYPE_CHECKING

from encaisse.kit.fronts import wake_on_demand

if TYPE_CHECKING:
    from encaisse.customers.actions.contacts import (
        add_address,
        add_contact,
        add_contacts,
        contact_away,
        contact_back,
        contact_left,
        remove_address,
        replace_address,
        set_health,
        update_contact,
    )
    from encaisse.customers.actions.creation import create_customer, create_customers
    from encaisse.customers.actions.duties import (
        assign,
        confirm_habit,
        drop_habit,
        follow_assignments,
        propose_habit,
        remove_closing,
        set_closing,
        set_closings,
        unassign,
    )
    from encaisse.customers.actions.notes import attach, read_mention, read_mentions, set_instruction, write_note
    from encaisse.customers.actions.objections import (
        agree_again,
        object,  # noqa: A004 - the field's word: a customer objects to being reached there
    )
    from encaisse.customers.actions.portals import (
        add_portal,
        change_portal,
        leave_portal_aside,
        no_longer_require_portal,
        require_portal,
        require_portals,
        take_portal_up_again,
    )
    from encaisse.customers.actions.touch import touch
    from encaisse.customers.actions.updates import set_group, set_payer, update_customer, update_customers
else:
    wake_on_demand(__name__)

__all__ = [
    "add_address",
    "add_contact",
    "add_contacts",
    "add_portal",
    "agree_again",
    "assign",
    "attach",
    "change_portal",
    "confirm_habit",
    "contact_away",
    "contact_back",
    "contact_left",
    "create_customer",
    "create_customers",
    "drop_habit",
    "follow_assignments",
    "leave_portal_aside",
    "no_longer_require_portal",
    "object",
    "propose_habit",
    "read_mention",
    "read_mentions",
    "remove_address",
    "remove_closing",
    "replace_address",
    "require_portal",
    "require_portals",
    "set_closing",
    "set_closings",
    "set_group",
    "set_health",
    "set_instruction",
    "set_payer",
    "take_portal_up_again",
    "touch",
    "unassign",
    "update_contact",
    "update_customer",
    "update_customers",
    "write_note",
]
