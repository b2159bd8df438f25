import json
from collections.abc import Iterable, Mapping
from datetime import date
from functools import partial
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection, transaction
from psycopg.types.json import Jsonb

from encaisse.audit.rules import Deed
from encaisse.db import run_sql
from encaisse.kit.actor import Actor, Permission
from encaisse.kit.money import Money

INSERT = """
    insert into audit_entry (actor_id, actor_name, did, subject_kind, subject_id, creditor_id, customer_id, change)
    values (%s, %s, %s, %s, %s, %s, %s, %s)
"""


class ChangeEncoder(DjangoJSONEncoder):
    """Writes the values a change is made of; money keeps its currency."""

    def default(self, o: Any) -> Any:
        if isinstance(o, Money):
            return {"amount": str(o.amount), "currency": o.currency}
        if isinstance(o, (set, frozenset)):
            return sorted(o)
        return super().default(o)


def write_audit(
    actor: Actor,
    *,
    did: str,
    subject_kind: str,
    subject_id: int | None,
    creditor_id: int | None = None,
    customer_id: int | None = None,
    change: Mapping[str, Any] | None = None,
) -> None:
    """Write down one thing done, in the caller's transaction. `did` is `room.verb`, e.g. `disputes.open`."""
    write_audits(actor, [Deed(did, subject_kind, subject_id, creditor_id, customer_id, change or {})])


def write_audits(actor: Actor, deeds: Iterable[Deed]) -> None:
    """Write down many things done at once."""
    rows = [entry_values(actor, deed) for deed in deeds]
    with connection.cursor() as cursor:
        cursor.executemany(INSERT, rows)


def entry_values(actor: Actor, deed: Deed) -> tuple[Any, ...]:
    change = Jsonb(dict(deed.change), dumps=partial(json.dumps, cls=ChangeEncoder))
    subject = (deed.did, deed.subject_kind, deed.subject_id, deed.creditor_id, deed.customer_id)
    return (actor.user_id, actor.name[:120], *subject, change)


def make_partitions(actor: Actor, *, on: date) -> int:
    """Make the monthly partitions of the two years to come, and return how many were missing."""
    actor.must(Permission.SETTINGS_EDIT)
    return int(run_sql("audit.make_partitions", on=on)[0].made)


@transaction.atomic
def end_retention(actor: Actor, *, before: date) -> list[str]:
    """Drop the whole months before a day, and return their names: the one way an entry ever goes."""
    actor.must(Permission.SETTINGS_EDIT)
    dropped = [row.name for row in run_sql("audit.end_retention", before=before)]
    write_audit(actor, did="audit.end_retention", subject_kind="audit", subject_id=None, change={"before": before, "months": dropped})
    return dropped
