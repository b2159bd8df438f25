"""The factor to whom the company assigned the invoices of customers who do not answer; its mandate lets us dun."""

from datetime import date

from encaisse.demo.actions.house import House
from encaisse.demo.rules.cast import Part
from encaisse.demo.rules.company import FACTOR, FACTOR_IBAN
from encaisse.demo.rules.world import World
from encaisse.ledger import actions as ledger
from encaisse.ledger import queries


def assign_invoices(house: House, world: World, ids: dict[str, int], *, on: date) -> None:
    finance = house.actor("cfo", on)
    factor_id = ledger.add_factor(finance, house.creditors[0], name=FACTOR, iban=FACTOR_IBAN, contract_no="2024-118", may_dun=True)
    manager = house.actor("manager", on)
    owners = [ids[each.code] for each in world.with_part(Part.SILENT)]
    open_items = [item for owner in owners for item in queries.open_items(manager, customer_id=owner)]
    bought = {item.document_id for item in open_items if item.open_amount > 0 and item.creditor_id == house.creditors[0]}
    ledger.assign_documents(manager, factor_id, bought, on=on)
