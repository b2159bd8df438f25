"""What a creditor encloses with its reminders."""

from django.db import transaction

from encaisse.audit.actions import write_audit
from encaisse.creditors import queries as creditors
from encaisse.dunning import queries
from encaisse.dunning.models import EnclosurePolicy
from encaisse.dunning.rules.enclosures import TermsNotPdf, check_limit, check_terms
from encaisse.files import actions as files
from encaisse.kit.actor import Actor, Permission

NAME = 120


@transaction.atomic
def set_enclosures(actor: Actor, creditor_id: int, *, from_level: int | None, limit_mb: int) -> None:
    """Say from which level on the copies of invoices go with reminders, and up to which size."""
    actor.must(Permission.SCENARIO_EDIT)
    creditors.creditor(actor, creditor_id)
    check_limit(limit_mb)
    terms = queries.enclosure_policy(actor, creditor_id).terms
    if terms is not None:
        check_terms(terms.size, limit_mb=limit_mb)
    EnclosurePolicy.objects.update_or_create(pk=creditor_id, defaults={"from_level": from_level, "limit_mb": limit_mb})
    write_audit(
        actor, did="dunning.set_enclosures", subject_kind="creditor", subject_id=creditor_id, creditor_id=creditor_id,
        change={"from_level": from_level, "limit_mb": limit_mb},
    )  # fmt: skip


@transaction.atomic
def set_terms(actor: Actor, creditor_id: int, *, name: str, content: bytes) -> None:
    """Keep the general terms that steps may enclose; what left before keeps those it had."""
    actor.must(Permission.SCENARIO_EDIT)
    creditors.creditor(actor, creditor_id)
    if not content.startswith(b"%PDF-"):
        raise TermsNotPdf(name=name)
    check_terms(len(content), limit_mb=queries.enclosure_policy(actor, creditor_id).limit_mb)
    sha256 = files.keep(actor, content, "application/pdf")
    files.link(actor, sha256, creditor_id=creditor_id, role="general_terms")
    kept = {"terms_sha256": sha256, "terms_name": name[-NAME:], "terms_size": len(content)}
    EnclosurePolicy.objects.update_or_create(pk=creditor_id, defaults=kept)
    write_audit(
        actor, did="dunning.set_terms", subject_kind="creditor", subject_id=creditor_id, creditor_id=creditor_id,
        change={"name": name[-NAME:], "sha256": sha256},
    )  # fmt: skip


@transaction.atomic
def remove_terms(actor: Actor, creditor_id: int) -> None:
    """Enclose general terms no more, whatever steps choose."""
    actor.must(Permission.SCENARIO_EDIT)
    creditors.creditor(actor, creditor_id)
    EnclosurePolicy.objects.filter(pk=creditor_id).update(terms_sha256="", terms_name="", terms_size=0)
    write_audit(actor, did="dunning.remove_terms", subject_kind="creditor", subject_id=creditor_id, creditor_id=creditor_id)
