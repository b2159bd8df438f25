"""What happened last night: what is kept of each job, and what a person does about one that failed."""

from datetime import UTC, date, datetime

import pytest
from django.test import Client
from django.urls import reverse
from procrastinate.contrib.django.models import ProcrastinateJob

from encaisse.db import jobs
from encaisse.db.models import JobRecord
from encaisse.db.queries import workers
from encaisse.dunning.rules.freshness import StaleFacts
from encaisse.kit.actor import Role, system_actor
from encaisse.people import actions as people
from encaisse.people.models import User
from encaisse.workbench.rules.nights import JobTally, night_before, night_of, tallies
from encaisse.workbench.templatetags.nights import JOBS

PARIS = "Europe/Paris"
SYSTEM = system_actor()


def test_a_night_goes_from_six_in_the_evening_to_six_the_next():
    night = night_before(date(2026, 11, 17), PARIS)
    assert (night.since, night.until) == (datetime(2026, 11, 16, 17, tzinfo=UTC), datetime(2026, 11, 17, 17, tzinfo=UTC))
    assert night_of(datetime(2026, 11, 16, 16, 59, tzinfo=UTC), PARIS).morning == date(2026, 11, 16)
    assert night_of(datetime(2026, 11, 16, 17, tzinfo=UTC), PARIS).morning == date(2026, 11, 17)


def test_jobs_are_added_up_by_name_those_that_failed_first():
    assert tallies([("a", True, 1.0), ("b", False, 2.0), ("a", True, 3.0)]) == [JobTally("b", 0, 1, 2.0), JobTally("a", 2, 0, 4.0)]


def done(**arguments: object) -> int:
    if arguments.get("stale"):
        raise StaleFacts(true_until=date(2026, 11, 2), on=date(2026, 11, 17))
    return 7


@pytest.mark.django_db
def test_what_became_of_a_job_is_kept_and_of_the_work_of_every_minute_only_what_failed():
    assert jobs.recorded("loud", done, is_quiet=False)(customer_id=7) == 7
    jobs.recorded("quiet", done, is_quiet=True)()
    with pytest.raises(StaleFacts):
        jobs.recorded("quiet", done, is_quiet=True)(stale=1)
    assert list(JobRecord.objects.order_by("id").values_list("name", "is_done", "arguments")) == [
        ("loud", True, {"customer_id": 7}), ("quiet", False, {"stale": 1}),
    ]  # fmt: skip


@pytest.fixture
def browser(db) -> Client:
    user_id = people.create_user(SYSTEM, email="anne@exemple.fr", name="Anne", language="fr")
    people.set_membership(SYSTEM, user_id, role=Role.ADMIN, from_on=date(2020, 1, 1))
    client = Client()
    client.force_login(User.objects.get(id=user_id), backend="django.contrib.auth.backends.ModelBackend")
    return client


def test_a_failed_job_is_told_in_the_reader_s_language_and_tried_again_once(browser):
    with pytest.raises(StaleFacts):
        jobs.recorded("dunning.morning", done, is_quiet=False)(stale=1)
    page = browser.get(reverse("workbench:nights")).content.decode()
    assert "Vieillissement des soldes et passage du matin" in page
    assert "Aucun processus de fond" in page
    retry = reverse("workbench:job_retry", args=[JobRecord.objects.get().pk])
    browser.post(retry)
    assert ProcrastinateJob.objects.filter(task_name="dunning.morning").count() == 1
    assert browser.post(retry).status_code == 404
    assert ProcrastinateJob.objects.filter(task_name="dunning.morning").count() == 1


@pytest.mark.django_db
def test_without_a_worker_nobody_is_awake():
    assert workers(SYSTEM).awake == 0


def test_every_job_has_its_words():
    """What happened last night is told to a person, never by the name of a function."""
    assert sorted(jobs.known_jobs() - set(JOBS)) == []
