"""In whose name messages leave: the customer's own collector or salesperson, else someone who has the role, else the company."""

from datetime import date

from encaisse.creditors.queries import CreditorCard
from encaisse.customers.queries import CustomerFile
from encaisse.dunning.queries.planned import ActionView
from encaisse.dunning.rules.scenario import SenderRole
from encaisse.kit.actor import Actor, Role
from encaisse.messages import queries as outbox
from encaisse.messages.rules import Language, SenderBlock
from encaisse.messages.rules.senders import Identity, signed_by, standing_in, written_by
from encaisse.people import queries as people
from encaisse.people.rules import Person

TITLES: dict[Language, dict[str, str]] = {
    "fr": {
        "COLLECTOR": "Service recouvrement", "SALESPERSON": "Service commercial", "SALES_MANAGER": "Direction commerciale",
        "CREDIT_MANAGER": "Credit management", "CFO": "Direction financière", "GENERAL_MANAGEMENT": "Direction générale",
        "LEGAL": "Service juridique", "ACCOUNTANT": "Service comptabilité", "ORDER_ADMIN": "Administration des ventes",
        "TEAM": "Service recouvrement",
    },
    "en": {
        "COLLECTOR": "Collections", "SALESPERSON": "Sales", "SALES_MANAGER": "Sales management", "CREDIT_MANAGER": "Credit management",
        "CFO": "Finance management", "GENERAL_MANAGEMENT": "General management", "LEGAL": "Legal", "ACCOUNTANT": "Accounting",
        "ORDER_ADMIN": "Order administration", "TEAM": "Collections",
    },
}  # fmt: skip
# Who writes for somebody away without a stand-in.
MANAGERS = {SenderRole.SALESPERSON.value: SenderRole.SALES_MANAGER.value}


class Senders:
    """In whose name messages leave on a day; each person, absence and address is read once.

    What a person's card lacks (telephone, address, title) is the company's or the department's.
    """

    def __init__(self, actor: Actor, on: date) -> None:
        self.actor, self.on = actor, on
        self.known: dict[int, Person | None] = {}
        self.holders: dict[str, Person | None] = {}
        self.writers: dict[tuple[int, str], tuple[Person, Person | None]] = {}
        self.identities: dict[int, Identity | None] = {}
        self.teams: dict[int, Identity | None] = {}

    def of(self, action: ActionView, customer: CustomerFile, creditor: CreditorCard) -> SenderBlock:
        role, language = action.sender_role, language_of(customer)
        title = TITLES[language].get(role, "")
        if role in {SenderRole.CREDITOR, SenderRole.TEAM}:
            return self.collective(role, title, customer, creditor)
        own = {"COLLECTOR": customer.collector_id, "SALESPERSON": customer.salesperson_id}.get(role)
        owner = (self.person(own) if own else None) or self.holder(role)
        if owner is None:
            return self.collective(SenderRole.CREDITOR, title, customer, creditor)
        writer, absent = self.writer(owner, role)
        block = signed_by(writer, self.identity(writer.id), title=title, phone=creditor.phone, email=creditor.email)
        return standing_in(block, absent.name, language) if absent else block

    def collective(self, role: str, title: str, customer: CustomerFile, creditor: CreditorCard) -> SenderBlock:
        """Return the company itself, or its team's address where the team has one."""
        company = SenderBlock(creditor.name, title, creditor.phone, creditor.email)
        if role != SenderRole.TEAM or not customer.collector_id:
            return company
        return written_by(company, self.team(customer.collector_id))

    def writer(self, owner: Person, role: str) -> tuple[Person, Person | None]:
        """Return who writes, and for whom when the owner is away: their stand-in (or that one's), else the manager of their role."""
        if (owner.id, role) not in self.writers:
            found = self.stand_in(owner) or (self.manager(role) if self.is_away(owner) else None)
            self.writers[owner.id, role] = (found, owner) if found and found.id != owner.id else (owner, None)
        return self.writers[owner.id, role]

    def stand_in(self, owner: Person) -> Person | None:
        seen, found = {owner.id}, owner
        while (other := people.stand_ins(self.actor, [found.id], on=self.on).get(found.id)) and other not in seen:
            seen.add(other)
            person = self.person(other)
            if person is None:
                break
            found = person
        return found if found is not owner else None

    def is_away(self, owner: Person) -> bool:
        return owner.id in people.away(self.actor, [owner.id], on=self.on)

    def manager(self, role: str) -> Person | None:
        return self.holder(MANAGERS[role]) if role in MANAGERS else None

    def person(self, user_id: int) -> Person | None:
        """Return a colleague who still works here."""
        if user_id not in self.known:
            found = people.people(self.actor, [user_id]).get(user_id)
            self.known[user_id] = found if found and found.is_active else None
        return self.known[user_id]

    def holder(self, role: str) -> Person | None:
        if role not in self.holders:
            self.holders[role] = next(iter(people.people_with_role(self.actor, Role(role), on=self.on)), None)
        return self.holders[role]

    def identity(self, user_id: int) -> Identity | None:
        if user_id not in self.identities:
            self.identities[user_id] = outbox.senders_of_people(self.actor, [user_id]).get(user_id)
        return self.identities[user_id]

    def team(self, user_id: int) -> Identity | None:
        if user_id not in self.teams:
            rows = outbox.senders_of_teams(self.actor)
            mine = [rows[team_id].identity for team_id in people.teams_of(self.actor, user_id, on=self.on) if team_id in rows]
            self.teams[user_id] = next(iter(mine), None)
        return self.teams[user_id]


def language_of(customer: CustomerFile) -> Language:
    return "en" if customer.language == "en" else "fr"
