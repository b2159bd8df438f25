"""What people know of their customers and no file says: who looks after whom, who pays for whom, habits, closings, instructions."""

from collections.abc import Iterable
from datetime import date, timedelta

from encaisse.customers import actions as customers
from encaisse.customers import queries as known
from encaisse.customers.models import Health
from encaisse.customers.rules.portals import PortalTerms
from encaisse.demo.actions.house import House
from encaisse.demo.rules.calendar import StoryDays
from encaisse.demo.rules.cast import Part
from encaisse.demo.rules.company import COLLECTORS, SALESPEOPLE
from encaisse.demo.rules.customers import Habit, MadeCustomer
from encaisse.demo.rules.world import World
from encaisse.kit.actor import Actor

OUTSIDE_EVERY = 29  # customers of the first entity followed by somebody outside
AGENCY_EVERY = 35  # customers of the second one mandated to an agency
MOST_HABITS = 200
INSTRUCTIONS = {
    Part.KEY_LATE: "Passer par la plateforme fournisseurs du client avant tout appel ; demander le service « comptes fournisseurs ».",
    Part.STRATEGIC_LATE: "Client stratégique : prévenir le commercial avant toute relance de niveau R2.",
    Part.GROUP_HEAD: "Paie pour tout le groupe, le 10 du mois : une seule relance, au siège.",
    Part.PLAN: "Difficultés de trésorerie connues depuis l’été. Plan de règlement en cours : rester à l’écoute.",
}


def ids_by_code(actor: Actor, house: House, world: World) -> dict[str, int]:
    """Return the ids of the customers, by code."""
    found: dict[str, int] = {}
    for entity, creditor_id in enumerate(house.creditors):
        found |= known.customer_ids_by_code(actor, creditor_id, [each.code for each in world.of_entity(entity)])
    return found


def complete_customers(actor: Actor, house: House, world: World, ids: dict[str, int], *, on: date) -> None:
    for entity, creditor_id in enumerate(house.creditors):
        values = {each.code: particulars(each) for each in world.of_entity(entity)}
        customers.update_customers(actor, creditor_id, {code: changed for code, changed in values.items() if changed})
    for member in world.with_part(Part.GROUP_MEMBER):
        customers.set_payer(actor, ids[member.code], ids[member.payer])
    for each in (*world.with_part(Part.GROUP_HEAD), *world.with_part(Part.GROUP_MEMBER)):
        customers.set_group(actor, ids[each.code], each.group)
    share_out(actor, house, world, ids, on=on)
    note_habits(house, world.customers, ids, on=on)
    for part, words in INSTRUCTIONS.items():
        for each in world.with_part(part):
            customers.set_instruction(actor, ids[each.code], words)
    ask_for_portal(actor, house, world, ids, on=on)


def ask_for_portal(actor: Actor, house: House, world: World, ids: dict[str, int], *, on: date) -> None:
    """Let the late key customer want everything on its own portal."""
    portal_id = customers.add_portal(actor, name="Coupa", instructions="Menu « Messages », nouvelle demande, objet « Relance ».")
    for each in world.with_part(Part.KEY_LATE):
        terms = PortalTerms(supplier_number=f"V-{each.number:05d}", login_holder=house.actor("manager", on).name)
        customers.require_portal(actor, ids[each.code], portal_id=portal_id, terms=terms, on=on)


def particulars(customer: MadeCustomer) -> dict[str, str]:
    given = {"language": customer.language, "region": customer.region, "service_code": customer.service_code}
    usual = {"language": "fr", "region": "FR", "service_code": ""}
    return {name: value for name, value in given.items() if value != usual[name]}


def share_out(actor: Actor, house: House, world: World, ids: dict[str, int], *, on: date) -> None:
    """Give every customer a collector and a salesperson; a whole group to one and the same."""
    duties: dict[tuple[str, str], list[int]] = {}
    for each in world.customers:
        duties.setdefault(("collector", collector_of(each)), []).append(ids[each.code])
        duties.setdefault(("salesperson", SALESPEOPLE[each.number % len(SALESPEOPLE)]), []).append(ids[each.code])
    for (duty, key), of_one in duties.items():
        customers.assign(actor, of_one, duty=duty, value_id=house.people[key], on=on)


def collector_of(customer: MadeCustomer) -> str:
    if customer.part in {Part.COMMON, Part.COMMON_TWIN}:
        return COLLECTORS[0]
    if customer.language == "en":
        return "helen"
    if customer.entity == 0 and customer.number % OUTSIDE_EVERY == 0:
        return "outside"
    if customer.entity == 1 and customer.number % AGENCY_EVERY == 0:
        return "agency"
    if customer.part in {Part.GROUP_HEAD, Part.GROUP_MEMBER}:
        return COLLECTORS[0]
    return COLLECTORS[customer.number % len(COLLECTORS)]


def note_habits(house: House, made: Iterable[MadeCustomer], ids: dict[str, int], *, on: date) -> None:
    """Confirm the usual payment day of those who pay on the tenth; leave some proposals to a person."""
    manager = house.actor("manager", on)
    of_the_tenth = [each for each in made if each.habit is Habit.TENTH][:MOST_HABITS]
    for place, each in enumerate(of_the_tenth):
        customers.propose_habit(manager, ids[each.code], value=10, on=on)
        if place % 4:
            customers.confirm_habit(manager, ids[each.code], on=on)


def close_doors(house: House, world: World, ids: dict[str, int], *, on: date) -> None:
    """Note the customers that are closed these days."""
    manager = house.actor("manager", on)
    for each in world.with_part(Part.CLOSED):
        until = world.days.today + timedelta(days=6)
        customers.set_closing(manager, ids[each.code], from_on=world.days.ago(3), to_on=until, name="Inventaire annuel")


def lose_contacts(house: House, world: World, ids: dict[str, int], days: StoryDays) -> None:
    """Mark the addresses that no longer reach anybody."""
    manager = house.actor("manager", days.live)
    for each in world.with_part(Part.DEAD_CONTACT):
        for contact in known.contacts(manager, ids[each.code]):
            for address in contact.addresses:
                customers.set_health(manager, address.id, health=Health.DEAD, on=days.ago(12), reason="n’habite plus à l’adresse indiquée")
