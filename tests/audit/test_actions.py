from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.db import DatabaseError, connection, transaction

from encaisse.audit import actions, queries
from encaisse.audit.models import Entry
from encaisse.audit.queries import Filters
from encaisse.audit.rules import Deed
from encaisse.kit.actor import Actor, Grant, Mode, Permission, Scope, system_actor
from encaisse.kit.money import Money
from encaisse.kit.refusals import NotAllowed

pytestmark = pytest.mark.django_db

SYSTEM = system_actor()
READS = {Permission.AUDIT_VIEW: Grant(Permission.AUDIT_VIEW, Mode.ACT, Scope.ALL)}
LEA = Actor(user_id=3, name="Léa", grants=READS, creditors=frozenset({1}))


def write(actor=LEA, did="disputes.open", **values):
    actions.write_audit(actor, **{"did": did, "subject_kind": "dispute", "subject_id": 9, **values})


def test_an_entry_says_who_did_what_about_whom():
    write(creditor_id=1, customer_id=5, change={"amount": Money(Decimal("12.50"), "EUR"), "on": date(2026, 5, 12)})
    entry = queries.entries(LEA)[0]
    assert (entry.actor_id, entry.actor_name, entry.did, entry.subject_kind, entry.subject_id) == (3, "Léa", "disputes.open", "dispute", 9)
    assert (entry.creditor_id, entry.customer_id) == (1, 5)
    assert entry.change == {"amount": {"amount": "12.50", "currency": "EUR"}, "on": "2026-05-12"}


@pytest.mark.parametrize("partition", ["audit_entry", f"audit_entry_{datetime.now(UTC):%Y_%m}"])
@pytest.mark.parametrize("statement", ["update {} set actor_name = 'nobody'", "delete from {}", "truncate {}"])
def test_the_database_refuses_to_edit_an_entry(statement, partition):
    write()
    with pytest.raises(DatabaseError, match="never edited"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement.format(partition))
    assert Entry.objects.count() == 1


def test_an_entry_lies_in_the_partition_of_its_month():
    write()
    with connection.cursor() as cursor:
        cursor.execute("select tableoid::regclass::text from audit_entry")
        assert cursor.fetchall() == [(f"audit_entry_{datetime.now(UTC):%Y_%m}",)]


def test_partitions_are_made_two_years_ahead_and_once():
    assert actions.make_partitions(SYSTEM, on=date(2030, 1, 15)) == 25
    assert actions.make_partitions(SYSTEM, on=date(2030, 1, 15)) == 0


def test_the_end_of_retention_drops_whole_months_and_says_so():
    actions.make_partitions(SYSTEM, on=date(2020, 1, 15))
    assert actions.end_retention(SYSTEM, before=date(2020, 3, 10)) == ["audit_entry_2020_01", "audit_entry_2020_02"]
    assert queries.entries(SYSTEM)[0].did == "audit.end_retention"


def test_what_is_rolled_back_leaves_no_entry():
    with transaction.atomic():
        write()
        transaction.set_rollback(True)
    assert queries.entries(LEA) == []


def test_many_deeds_are_written_at_once():
    actions.write_audits(LEA, [Deed("cash.allocate", "open_item", number, 1) for number in range(3)])
    assert sorted(entry.subject_id for entry in queries.entries(LEA)) == [0, 1, 2]


def test_the_reader_sees_their_creditors_and_what_concerns_none():
    for creditor_id in (1, 2, None):
        write(creditor_id=creditor_id)
    assert {entry.creditor_id for entry in queries.entries(LEA)} == {1, None}
    assert {entry.creditor_id for entry in queries.entries(SYSTEM)} == {1, 2, None}


def test_the_audit_asks_for_its_permission():
    with pytest.raises(NotAllowed):
        queries.entries(Actor(user_id=4, name="Marc", all_creditors=True))


@pytest.mark.parametrize(
    ("filters", "found"),
    [
        (Filters(who="lé"), 2),
        (Filters(did="disputes."), 1),
        (Filters(customer_id=5), 1),
        (Filters(from_on=date(2000, 1, 1), to_on=date(2000, 1, 2)), 0),
        (Filters(from_on=date(2000, 1, 1)), 2),
    ],
)
def test_the_audit_is_searched(filters, found):
    write(customer_id=5)
    write(did="cash.allocate")
    assert (len(queries.entries(LEA, filters)), queries.entry_count(LEA, filters)) == (found, found)
