"""The house before its first file: people with their roles, the two entities, their scenarios."""

from dataclasses import dataclass, field
from datetime import date, timedelta

from encaisse.creditors import actions as creditors
from encaisse.demo.rules.company import COLLEAGUES, ENTITIES, IBANS, MAILBOXES, Colleague
from encaisse.dunning import actions as dunning
from encaisse.kit.actor import Actor, Role
from encaisse.messages import actions as messages
from encaisse.messages.rules.mailboxes import MailboxSettings
from encaisse.people import actions as people
from encaisse.people import queries as known

HERE_SINCE = timedelta(days=730)
# The line each colleague adds below their name, title and number.
HOURS = {"fr": "Joignable de 9 h à 12 h et de 14 h à 17 h", "en": "Available from 9 to 12 and from 2 to 5"}


@dataclass
class House:
    """Who is who, by the names the story uses."""

    creditors: tuple[int, ...] = ()
    people: dict[str, int] = field(default_factory=dict)
    acting: dict[tuple[str, date], Actor] = field(default_factory=dict)

    def actor(self, key: str, on: date) -> Actor:
        """Return a colleague as they act on a day."""
        if (key, on) not in self.acting:
            self.acting[key, on] = known.actor_of(self.people[key], on=on)
        return self.acting[key, on]


def build_house(actor: Actor, *, on: date, today: date) -> House:
    """Make the entities and the people, and give each their role."""
    house = House(creditors=tuple(creditors.create_creditor(actor, entity) for entity in ENTITIES))
    for creditor_id, iban in zip(house.creditors, IBANS, strict=True):
        creditors.add_bank_account(actor, creditor_id, name="Compte principal", iban=iban, bic="VRDRFRPPXXX", is_default=True)
        dunning.follow_shipped(actor, creditor_id)
    for creditor_id, address in zip(house.creditors, MAILBOXES, strict=True):
        messages.set_mailbox(actor, creditor_id, MailboxSettings(address), by_provider=True)
    teams: dict[str, int] = {}
    for number, colleague in enumerate(COLLEAGUES):
        house.people[colleague.key] = join(actor, house, colleague, teams, number=number, from_on=on - HERE_SINCE)
    people.record_absence(
        actor,
        house.people["claire"],
        from_on=today - timedelta(days=4),
        to_on=today + timedelta(days=10),
        stand_in_id=house.people["nadia"],
    )
    return house


def join(actor: Actor, house: House, colleague: Colleague, teams: dict[str, int], *, number: int, from_on: date) -> int:
    if colleague.team and colleague.team not in teams:
        teams[colleague.team] = people.create_team(actor, name=colleague.team)
    user_id = people.create_user(
        actor, email=colleague.email, name=colleague.name, title=colleague.title, phone=f"04 65 71 00 {60 + number}",
        language=colleague.language, signature=HOURS[colleague.language],
    )  # fmt: skip
    mandated = colleague.role in {Role.AGENCY_COLLECTOR, Role.MANDATOR}
    people.set_membership(
        actor, user_id, role=colleague.role, from_on=from_on, team_id=teams.get(colleague.team),
        creditor_id=house.creditors[1] if mandated else None,
    )  # fmt: skip
    return user_id
