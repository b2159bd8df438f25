"""The pages a load balancer asks."""

import pytest
from django.db import DatabaseError

from encaisse.project import health


def test_alive_asks_nothing_of_the_database(client):
    assert client.get("/healthz").content == b"ok\n"


@pytest.mark.django_db
def test_ready_when_the_database_is_at_this_version(client):
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json()) == (200, {"ready": True, "missing": None})


@pytest.mark.django_db
def test_not_ready_before_the_migrations(client, monkeypatch):
    monkeypatch.setattr(health, "is_up_to_date", lambda: False)
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json()) == (503, {"ready": False, "missing": "migrations"})


def test_not_ready_without_the_database(client, monkeypatch):
    def no_cursor():
        raise DatabaseError

    monkeypatch.setattr(health.connection, "cursor", no_cursor)
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json()) == (503, {"ready": False, "missing": "database"})
