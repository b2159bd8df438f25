"""Before a company closes a day or works one, the page says how many accounts that concerns."""

from datetime import date

import pytest
from django.urls import reverse

from encaisse.dunning import queries
from encaisse.dunning.models import Decision
from encaisse.kit.actor import Role, system_actor
from workbench.conftest import World, quick_passwords, today, world  # noqa: F401 - fixtures

pytestmark = pytest.mark.django_db
SYSTEM = system_actor()


@pytest.fixture
def run(world: World) -> World:  # noqa: F811 - the fixture of the workbench
    for no in range(3):
        world.late(f"C{no}", f"Client {no}", "1000")
    world.run()
    first = Decision.objects.order_by("customer_id")[0]
    Decision.objects.exclude(pk=first.pk).update(until_on=None)
    Decision.objects.filter(pk=first.pk).update(until_on=date(2026, 12, 24))
    return world


def test_the_accounts_that_wait_for_a_day_are_counted(run: World) -> None:
    found = queries.concerned_by_day(SYSTEM, run.creditor, date(2026, 12, 24))
    assert (found.that_day, found.ready, found.in_all) == (1, 3, 3)
    assert queries.concerned_by_day(SYSTEM, run.creditor, date(2026, 12, 23)).that_day == 0


def test_the_page_says_it_before_the_day_is_set(run: World) -> None:
    admin = run.browser(run.hire("ada", Role.ADMIN))
    address = reverse("dunning:day_concerned", args=[run.creditor])
    said = admin.get(address, {"day": "2026-12-24"}).content.decode()
    assert "1 compte devait être revu le" in said
    assert "3 comptes" in said
    assert admin.get(address, {"day": "demain"}).content == b""
    assert address in admin.get(reverse("creditors:calendars")).content.decode()
    assert run.browser().get(address, {"day": "2026-12-24"}).status_code == 403
