import pytest

from dunning.world import World


@pytest.fixture
def world(settings, tmp_path, transactional_db) -> World:
    """A creditor, one customer who owes 1 000 since 1 October: R1 on the 6th, call on the 9th, R2 on the 16th, sales on the 20th."""
    settings.VAR = tmp_path
    world = World()
    world.document("A", "1000", "1/10")
    return world
