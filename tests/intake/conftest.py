from datetime import date

import pytest

from encaisse.creditors.models import Creditor
from encaisse.kit.actor import Actor, system_actor

TODAY = date(2026, 11, 23)


@pytest.fixture
def creditor(db: None) -> Creditor:
    return Creditor.objects.create(name="Vins du Rhône", siren="123456789", terms_code="NET30")


@pytest.fixture
def actor(creditor: Creditor) -> Actor:
    return system_actor(frozenset({creditor.pk}))
