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


@pytest.mark.django_db(transaction=True)
def test_a_reader_is_told_in_words():
    said = StringIO()
    call_command("send", stdout=said)
    assert said.getvalue().splitlines() == [
        "remis à l’envoi\u00a0: 0 · retirés, plus rien n’étant demandé\u00a0: 0 · refusés\u00a0: 0",
        (
            "envoyés\u00a0: 0 · gardés dans la boîte d’essai\u00a0: 0 · à réessayer\u00a0: 0 · en échec\u00a0: 0 · issue inconnue\u00a0: 0"
            " · retirés, trop anciens\u00a0: 0 · en attente de leur créneau\u00a0: 0"
        ),
        "actions dont l’issue a été notée\u00a0: 0",
    ]
