"""`encaisse send` speaks one frozen shape."""

import json
from io import StringIO

import pytest
from django.core.management import call_command


@pytest.mark.django_db(transaction=True)
def test_with_nothing_approved_nothing_leaves():
    said = StringIO()
    call_command("send", "--json", stdout=said)
    assert json.loads(said.getvalue()) == {
        "released": {"queued": 0, "withdrawn": 0, "failed": 0},
        "sent": 0,
        "trapped": 0,
        "retried": 0,
        "failed": 0,
        "unknown": 0,
        "withdrawn": 0,
        "waiting": 0,
        "settled": 0,
    }
