"""The fax gateway of a creditor, set up."""

from django.db import transaction

from encaisse.kit.actor import Actor
from encaisse.messages import queries
from encaisse.messages.actions.channels import by, tell
from encaisse.messages.models import FaxGateway
from encaisse.messages.rules.fax import check_pattern


@transaction.atomic
def save_fax_gateway(actor: Actor, creditor_id: int, pattern: str) -> None:
    """Say by which address the faxes of a creditor leave; none takes the gateway away."""
    queries.may_connect(actor, creditor_id)
    if pattern:
        check_pattern(pattern)
        FaxGateway.objects.update_or_create(creditor_id=creditor_id, defaults={"pattern": pattern} | by(actor))
    else:
        FaxGateway.objects.filter(creditor_id=creditor_id).delete()
    tell(actor, "messages.fax_gateway", creditor_id, pattern=pattern)
