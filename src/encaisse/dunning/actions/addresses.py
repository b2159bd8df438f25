"""The day of an address: one message of the whole organisation has it (rule 6), and gives it back if it does not leave."""

from collections.abc import Iterable
from datetime import date

from encaisse.dunning.models import AddressDay, PlannedAction


def take_address(digest: bytes, action: PlannedAction, *, on: date) -> bool:
    """Take the day of an address; it is ours if no other action of the organisation had it."""
    taken, _ = AddressDay.objects.get_or_create(address_digest=digest, day=on, defaults={"planned_action_id": action.pk})
    return taken.planned_action_id == action.pk


def free_addresses(action_ids: Iterable[int]) -> None:
    """Give back the days that actions took and did not use: nothing left."""
    AddressDay.objects.filter(planned_action_id__in=list(action_ids)).delete()
