"""Rule 7: what came back was not delivered, and opens no way to a formal notice."""

import pytest

from dunning.world import bounce
from encaisse.dunning.models import ItemProgress

pytestmark = pytest.mark.django_db(transaction=True)


def test_rule_07_a_reminder_that_came_back_was_not_delivered(world):
    world.morning("6/10")
    assert ItemProgress.objects.get().delivered_reminder
    bounce(world, "8/10")
    assert not ItemProgress.objects.get().delivered_reminder


def test_rule_07_a_reminder_that_came_back_a_week_later_was_not_delivered_either(world):
    world.morning("6/10")
    bounce(world, "14/10")
    assert world.steps_of("A") == ["r1 done 06/10"]
    assert not ItemProgress.objects.get().delivered_reminder
