"""Writes of proceedings: a judgment is noted, or taken back. Dunning reads it and stops what was born before (rule 17)."""

from datetime import date

from django.db import transaction

from encaisse.audit.actions import write_audit
from encaisse.customers import queries as customers
from encaisse.customers.actions import touch
from encaisse.db import run_sql
from encaisse.db.clock import now
from encaisse.kit.actor import Actor, Permission
from encaisse.proceedings import queries, rules
from encaisse.proceedings.models import Insolvency


@transaction.atomic
def note_insolvency(
    actor: Actor,
    customer_id: int,
    *,
    kind: rules.InsolvencyKind,
    judgment_on: date,
    published_on: date | None = None,
    court: str = "",
    on: date,
) -> int:
    """Note the judgment that opened the insolvency of a customer's company; return its id."""
    actor.must(Permission.LEGAL_OPEN)
    customer = customers.locked_customer(actor, customer_id, Permission.LEGAL_OPEN)
    rules.check_judgment(judgment_on, published_on=published_on, on=on)
    if known := queries.insolvency(actor, customer_id):
        raise rules.AlreadyInsolvent(judgment_on=known.judgment_on)
    noted = Insolvency.objects.create(
        creditor_id=customer.creditor_id, customer_id=customer_id, kind=kind, judgment_on=judgment_on,
        published_on=published_on, court=court.strip(), noted_by=actor.user_id, noted_by_name=actor.name[:120],
    )  # fmt: skip
    tell(actor, noted, did="insolvency.noted", change={"kind": kind.value, "judgment_on": judgment_on.isoformat()})
    return noted.pk


@transaction.atomic
def withdraw_insolvency(actor: Actor, insolvency_id: int, *, why: str) -> None:
    """Take a judgment back: what was born before it is dunned again."""
    actor.must(Permission.LEGAL_OPEN)
    noted = queries.locked_insolvency(actor, insolvency_id)
    if not why.strip():
        raise rules.WithdrawnWithoutWords
    noted.withdrawn_at, noted.withdrawn_why = now(), why.strip()[:200]
    noted.save(update_fields=["withdrawn_at", "withdrawn_why"])
    tell(actor, noted, did="insolvency.withdrawn", change={"reason": noted.withdrawn_why})


def tell(actor: Actor, noted: Insolvency, *, did: str, change: dict[str, str]) -> None:
    touch(row.customer_id for row in run_sql("proceedings.customers_of_company", customer_id=noted.customer_id))
    write_audit(
        actor, did=did, subject_kind="insolvency", subject_id=noted.pk, creditor_id=noted.creditor_id, customer_id=noted.customer_id,
        change=change,
    )  # fmt: skip
