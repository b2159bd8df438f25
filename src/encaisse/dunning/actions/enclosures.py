"""What a creditor encloses with its reminders."""

from django.db import transaction

from encaisse.audit.actions import write_audit
from encaisse.creditors import queries as creditors
from encaisse.dunning.models import EnclosurePolicy
from encaisse.dunning.rules.enclosures import check_limit
from encaisse.kit.actor import Actor, Permission


@transaction.atomic
def set_enclosures(actor: Actor, creditor_id: int, *, from_level: int | None, limit_mb: int) -> None:
    """Say from which level on the copies of invoices go with reminders, and up to which size."""
    actor.must(Permission.SCENARIO_EDIT)
    creditors.creditor(actor, creditor_id)
    check_limit(limit_mb)
    EnclosurePolicy.objects.update_or_create(pk=creditor_id, defaults={"from_level": from_level, "limit_mb": limit_mb})
    write_audit(
        actor, did="dunning.set_enclosures", subject_kind="creditor", subject_id=creditor_id, creditor_id=creditor_id,
        change={"from_level": from_level, "limit_mb": limit_mb},
    )  # fmt: skip
