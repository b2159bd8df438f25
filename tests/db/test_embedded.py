"""The embedded server: shared by its users, stopped when unused, back after any kill."""

import pytest
from django.db import connection


@pytest.mark.django_db
def test_the_test_database_answers():
    with connection.cursor() as cursor:
        cursor.execute("select 1")
        assert cursor.fetchone() == (1,)
