"""Looking a domain up, and keeping what was found."""

from dataclasses import asdict

from django.db import transaction

from encaisse.audit.actions import write_audit
from encaisse.db.clock import now
from encaisse.kit.actor import Actor
from encaisse.messages import queries
from encaisse.messages.models import DomainCheck
from encaisse.messages.queries.mail_policy import policy_of
from encaisse.messages.rules.mail_policy import Finding, Zone, check_domain


@transaction.atomic
def check_sender_domain(actor: Actor, creditor_id: int, domain: str, *, zone: Zone) -> tuple[Finding, ...]:
    """Ask the name servers about a domain a creditor writes from, and keep the answer for everybody who looks."""
    queries.may_look(actor, creditor_id)
    domain = check_domain(domain)
    findings = policy_of(actor, domain, zone=zone, creditor_id=creditor_id)
    DomainCheck.objects.update_or_create(
        domain=domain, defaults={"checked_at": now(), "checked_by_name": actor.name, "findings": [asdict(finding) for finding in findings]}
    )
    change = {"domain": domain, "bad": sum(finding.tone == "bad" for finding in findings)}
    write_audit(actor, did="messages.check_sender", subject_kind="creditor", subject_id=creditor_id, creditor_id=creditor_id, change=change)
    return findings
