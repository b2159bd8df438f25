import json
from collections.abc import Iterable, Mapping
from functools import partial
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection
from psycopg.types.json import Jsonb

from encaisse.audit.rules import Deed
from encaisse.kit.actor import Actor
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
