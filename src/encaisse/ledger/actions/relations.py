"""Documents come in by the hundred thousand: from a relation of the importing room, in a few statements."""

from datetime import date
from typing import Any

from django.db import connection, transaction

from encaisse.audit.actions import write_audit
from encaisse.customers.actions import touch
from encaisse.db import execute_sql, run_sql
from encaisse.kit.actor import Actor
from encaisse.kit.refusals import NotFound
from encaisse.ledger.actions.balances import refresh_balances
from encaisse.ledger.actions.documents import Recorded
from encaisse.ledger.actions.sources import locked_source
from encaisse.ledger.models import Source
from encaisse.ledger.queries.relations import run_on

# Beyond, the planner is told what has just come in before it is asked about it.
MANY = 5000
EINVOICE = "einvoice"
SMALL_SAMPLE = 10


@transaction.atomic
def record_relation(actor: Actor, *, relation: str, batch_id: int, creditor_id: int, source_id: int, on: date | None = None) -> Recorded:
    """Record the documents of a relation, settle its balanced letter groups, and leave what is already there as it is."""
    source = locked_source(actor, source_id)
    if source.creditor_id != creditor_id:
        raise NotFound(what="source")
    floor, last_allocation = greatest("ledger_document"), greatest("ledger_allocation")
    frame = {"batch_id": batch_id, "source_id": source_id, "creditor_id": creditor_id, "floor": floor, "recorded_by": actor.user_id}
    given = run_on(relation, "relation_size", **frame)[1][0]
    created, items, allocations = record_incoming(relation, frame)
    allocations += settle_known(frame) if given.documents > created and given.groups else 0
    drop_stage("ledger_incoming")
    touched = customers_since(source_id, floor, last_allocation, creditor_id)
    refresh_balances(actor, touched, on=on)
    touch(touched)
    change = {"source_id": source_id, "batch_id": batch_id, "documents": created, "items": items, "allocations": allocations}
    if touched:
        write_audit(actor, did="ledger.record", subject_kind="documents", subject_id=None, creditor_id=creditor_id, change=change)
    return Recorded(
        created, given.documents - created, items, allocations,
        groups_balanced=given.balanced, groups_unbalanced=given.groups - given.balanced,
    )  # fmt: skip


@transaction.atomic
def adopt_documents(actor: Actor, *, relation: str, batch_id: int, creditor_id: int, source_id: int) -> int:
    """Let a source take over the documents of its relation that had come first as structured invoices: one document, not two."""
    source = locked_source(actor, source_id)
    if not Source.objects.filter(creditor_id=creditor_id, kind=EINVOICE).exists() or source.kind == EINVOICE:
        return 0
    adopted = [row.id for row in run_on(relation, "adopt_documents", batch_id=batch_id, source_id=source_id)[1]]
    if adopted:
        change = {"source_id": source_id, "documents": adopted}
        write_audit(actor, did="ledger.adopt", subject_kind="documents", subject_id=None, creditor_id=creditor_id, change=change)
    return len(adopted)


def record_incoming(relation: str, frame: dict[str, Any]) -> tuple[int, int, int]:
    """Write the new documents, their items and the allocations of their balanced letters; return how many of each."""
    run_on(relation, "stage_incoming", **frame)
    execute_sql("ledger.stage_other_parts")
    analyze("ledger_incoming", target=SMALL_SAMPLE)
    created = execute_sql("ledger.record_documents", **frame)
    items = execute_sql("ledger.record_items", **frame)
    allocations = execute_sql("ledger.record_letters", **frame)
    if created > MANY:
        analyze("ledger_document", "ledger_open_item")
    return created, items, allocations


def settle_known(frame: dict[str, Any]) -> int:
    """Settle the balanced letters that have a member known before; return how many allocations were written."""
    run_sql("ledger.lock_members", **frame)
    execute_sql("ledger.stage_members", **frame)
    analyze("ledger_settling", target=SMALL_SAMPLE)
    settled = run_sql("ledger.settle_known", **frame)[0]
    drop_stage("ledger_settling")
    return int(settled.allocations)


def drop_stage(name: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TABLE {name}")


def greatest(table: str) -> int:
    """Return the greatest id seen: what this transaction inserts comes after it."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT coalesce(max(id), 0) FROM {table}")  # noqa: S608 - a table of this room
        return int(cursor.fetchone()[0])


def analyze(*tables: str, target: int = 100) -> None:
    """Tell the planner what has just come in; a small sample is enough of a stage."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('default_statistics_target', %s, true)", [str(target)])
        cursor.execute(f"ANALYZE {', '.join(tables)}")
        cursor.execute("SELECT set_config('default_statistics_target', '100', true)")


def customers_since(source_id: int, floor: int, last_allocation: int, creditor_id: int) -> list[int]:
    """Return the customers about whom this transaction recorded something."""
    with connection.cursor() as cursor:
        cursor.execute(
            """SELECT customer_id FROM ledger_document WHERE id > %s AND source_id = %s
               UNION SELECT customer_id FROM ledger_allocation WHERE id > %s AND creditor_id = %s
               ORDER BY 1""",
            [floor, source_id, last_allocation, creditor_id],
        )
        return [row[0] for row in cursor.fetchall()]
