"""Background work: in the transaction that needs it, never lost with its worker."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection, transaction
from procrastinate.contrib.django.models import ProcrastinateJob

from encaisse.db.jobs import enqueue, known_jobs, retry_stalled_jobs


def waiting():
    return list(ProcrastinateJob.objects.order_by("id").values_list("task_name", "args"))


@pytest.mark.django_db(transaction=True)
def test_a_job_is_enqueued_with_the_facts_that_need_it():
    with transaction.atomic():
        enqueue("db.test", customer_id=7)
    assert waiting() == [("db.test", {"customer_id": 7})]


@pytest.mark.django_db(transaction=True)
def test_a_rollback_leaves_no_job():
    with transaction.atomic():
        enqueue("db.test", customer_id=7)
        transaction.set_rollback(True)
    assert waiting() == []


@pytest.mark.django_db
def test_a_job_asked_for_once_is_not_enqueued_twice_while_it_waits():
    first = enqueue("db.test", once="run of creditor 1")
    assert first is not None
    assert enqueue("db.test", once="run of creditor 1") is None
    assert len(waiting()) == 1


@pytest.mark.django_db
def test_a_job_may_wait_for_its_slot():
    slot = datetime.now(UTC) + timedelta(hours=2)
    job_id = enqueue("db.test", schedule_at=slot)
    assert ProcrastinateJob.objects.get(pk=job_id).scheduled_at == slot


@pytest.mark.django_db
@pytest.mark.parametrize(("silent_for", "state"), [(5, "doing"), (120, "todo")])
def test_only_the_job_of_a_silent_worker_goes_back_to_the_queue(silent_for, state):
    job_id = enqueue("db.test")
    with connection.cursor() as cursor:
        cursor.execute(
            "insert into procrastinate_workers(last_heartbeat) values (now() - %s * interval '1 second') returning id", [silent_for]
        )
        (worker,) = cursor.fetchone()
        cursor.execute("update procrastinate_jobs set status = 'doing', worker_id = %s where id = %s", [worker, job_id])
    retry_stalled_jobs()
    assert ProcrastinateJob.objects.get(pk=job_id).status == state


def test_the_names_of_jobs_say_their_room():
    assert "db.retry_stalled_jobs" in known_jobs()
