"""Texts deposited on customers' portals, each under its ticket; one written by hand waits for whoever comes this morning."""

from datetime import date

from encaisse.demo.actions.house import House
from encaisse.demo.rules.cast import Part
from encaisse.demo.rules.world import World
from encaisse.dunning import actions as dunning
from encaisse.dunning import queries
from encaisse.dunning.actions import DepositWord
from encaisse.dunning.rules.deposits import DepositResult

ALL = 200
SUBJECT = "Numéro de commande manquant"
TEXT = (
    "Bonjour,\n\nVotre portail refuse nos dernières factures : il demande un numéro de commande que nous n’avons pas reçu.\n"
    "Pouvez-vous nous le communiquer, ou les valider sans lui ?\n\nMerci d’avance"
)


def deposit_texts(house: House, world: World, ids: dict[str, int], *, on: date) -> None:
    """Deposit what the days past asked for; this morning, leave what is asked and a text written by hand."""
    manager = house.actor("manager", on)
    if on != world.days.today:
        for action in queries.deposits_to_make(manager, size=ALL)[0]:
            if queries.prepared_deposit(manager, action.id, on=on).is_still_due:
                word = DepositWord(result=DepositResult.DEPOSITED, ticket=f"SR-{on:%y%m}-{action.id:05d}")
                dunning.note_deposit(manager, action.id, word, on=on)
        return
    for each in list(world.with_part(Part.KEY_LATE))[:1]:
        dunning.ask_for_deposit(manager, ids[each.code], subject=SUBJECT, text=TEXT, key=f"demo-{each.code}", on=on)
