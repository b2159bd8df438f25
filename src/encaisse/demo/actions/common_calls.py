"""The customer of both entities: promised to both in one call, and kept neither promise. The next call is today's."""

from datetime import date

from encaisse.demo.actions.house import House
from encaisse.demo.rules.cast import Part
from encaisse.demo.rules.world import World
from encaisse.dunning.rules.calls import CallResult
from encaisse.workbench import actions as workbench
from encaisse.workbench.rules.calls import Outcome
from encaisse.workbench.rules.common import Answer

CALLED, PROMISED = 9, 4  # working days before today
SAID = "« Les deux sociétés partent dans le même virement », promis pour les deux."


def call_in_common(house: House, world: World, ids: dict[str, int], *, on: date) -> None:
    """Note the common call, on its day."""
    if on != world.days.ago(CALLED):
        return
    told = Outcome(result=CallResult.REACHED, promised_for=world.days.ago(PROMISED), given_by="Comptabilité", comment=SAID)
    for first, twin in zip(world.with_part(Part.COMMON), world.with_part(Part.COMMON_TWIN), strict=False):
        answer = Answer(customer_id=ids[twin.code])
        workbench.note_common_call(house.actor("manager", on), ids[first.code], told, [answer], on=on)
