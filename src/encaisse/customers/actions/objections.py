"""What a person objects to, and takes again: e-mails, letters, calls, or SMS alone."""

from datetime import datetime

from django.db import transaction

from encaisse.customers import queries
from encaisse.customers.actions.audit import tell
from encaisse.customers.models import Address
from encaisse.customers.rules.objections import Use, check_use
from encaisse.kit.actor import Actor, Permission

KEPT = {Use.ADDRESS: ("objected_at", "objection"), Use.SMS: ("sms_objected_at", "sms_objection")}


@transaction.atomic
def object(actor: Actor, address_id: int, *, at: datetime, how: str = "", use: Use = Use.ADDRESS) -> None:  # noqa: A001 - the field's word
    """Note that the person objects to a use of an address: it is never put to that use again for reminders."""
    address = queries.address_in_scope(actor, address_id, Permission.CUSTOMER_VIEW)
    check_use(use, channel=address.channel)
    since, told = KEPT[use]
    Address.objects.filter(pk=address_id, **{f"{since}__isnull": True}).update(**{since: at, told: how[:12]})
    tell(actor, "object", address, change={"how": how, "use": use.value})


@transaction.atomic
def agree_again(actor: Actor, address_id: int, *, use: Use = Use.ADDRESS) -> None:
    """Note that the person takes messages at an address again: they said so, or had complained by mistake."""
    address = queries.address_in_scope(actor, address_id)
    since, told = KEPT[use]
    change = {"objected_at": getattr(address, since), "how": getattr(address, told), "use": use.value}
    Address.objects.filter(pk=address_id).update(**{since: None, told: ""})
    tell(actor, "agree_again", address, change=change)
