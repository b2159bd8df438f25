"""What the file says of a promise is what the run makes of it."""

from datetime import date
from decimal import Decimal

import pytest

from encaisse.commitments import actions as commitments
from encaisse.creditors.actions import days
from encaisse.customers import queries as customers
from encaisse.db.clock import stopped
from encaisse.dunning.models import Decision
from encaisse.kit.actor import system_actor
from encaisse.workbench.queries.file import engagements

pytestmark = pytest.mark.django_db
SYSTEM = system_actor()


@pytest.mark.parametrize(
    ("on", "state"), [pytest.param(date(2026, 11, 24), "open", id="the bridge lengthens it"), pytest.param(date(2026, 11, 25), "broken")]
)
def test_a_day_on_which_the_company_is_closed_lengthens_the_grace_on_the_file_too(world, on, state):
    """Promised for the 18th, and three working days: the 19th, 20th and, the company being closed on the 23rd, the 24th."""
    pk = world.customer("C1", "Garage Dupont")
    item_id = world.invoice(pk, "F-1", "1000", date(2026, 11, 6))
    days.close_day(SYSTEM, world.creditor, day=date(2026, 11, 23), name="Pont")
    with stopped(date(2026, 11, 17)):
        commitments.make_promise(SYSTEM, item_ids=[item_id], amount=Decimal(1000), promised_for=date(2026, 11, 18), on=date(2026, 11, 17))
    with stopped(on):
        world.run(on)
        [promise] = engagements(SYSTEM, customers.customer(SYSTEM, pk), on=on).promises
    assert promise.state == state
    assert Decision.objects.get(pk=pk).code == {"open": "items_held", "broken": "promise_broken"}[state]
