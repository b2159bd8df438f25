"""The go-live screen, set and closed as the credit manager did sixty days ago."""

from datetime import date

from encaisse.demo.actions.house import House
from encaisse.demo.rules.cast import Part
from encaisse.demo.rules.world import World
from encaisse.dunning import actions as dunning
from encaisse.dunning import queries
from encaisse.dunning.rules.reprise import GoLiveChoice

ALL = 100_000
# The older an item, the further its reminders had gone before.
REACHED = ((75, GoLiveChoice.REACHED_R1), (110, GoLiveChoice.REACHED_R2), (1000, GoLiveChoice.REACHED_R3))


def go_live(house: House, world: World, ids: dict[str, int], *, on: date) -> None:
    manager = house.actor("manager", on)
    in_court = {ids[each.code] for each in world.with_part(Part.LEGAL)}
    for creditor_id in house.creditors:
        chosen: dict[GoLiveChoice, list[int]] = {}
        for row in queries.go_live(manager, creditor_id, on=on, flag="long_late", size=ALL).rows:
            choice = GoLiveChoice.REACHED_LEGAL if row.customer_id in in_court else choice_for(row.days_late)
            chosen.setdefault(choice, []).append(row.item_id)
        for choice, items in chosen.items():
            dunning.set_go_live(manager, creditor_id=creditor_id, item_ids=items, choice=choice, on=on)
        dunning.close_go_live(manager, creditor_id=creditor_id, on=on, supervised=False)


def choice_for(days_late: int) -> GoLiveChoice:
    return next((choice for limit, choice in REACHED if days_late <= limit), GoLiveChoice.REACHED_R3)
