"""What customers said and asked, on its day: disputes, promises, a plan, a returned debit, a reply, a request to wait."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from random import Random

from encaisse.commitments import actions as commitments
from encaisse.commitments.rules import equal_instalments
from encaisse.customers import actions as customers
from encaisse.customers import queries as known
from encaisse.demo.actions.house import House
from encaisse.demo.rules.calendar import DAILY
from encaisse.demo.rules.cast import Part
from encaisse.demo.rules.customers import Habit, MadeCustomer
from encaisse.demo.rules.world import World
from encaisse.disputes import actions as disputes
from encaisse.disputes import queries as disputed
from encaisse.disputes.rules import Outcome
from encaisse.dunning import actions as dunning
from encaisse.dunning.rules.manual_holds import HoldReason
from encaisse.kit.actor import Actor
from encaisse.kit.dates import working_days
from encaisse.ledger import actions as ledger_actions
from encaisse.ledger import queries as ledger
from encaisse.messages.actions import ContactFact, record_contact


@dataclass(frozen=True)
class Talk:
    """One customer, one day, one colleague at the other end."""

    house: House
    world: World
    customer_id: int
    on: date

    def by(self, key: str) -> Actor:
        return self.house.actor(key, self.on)

    def late(self) -> list[ledger.OpenItemRow]:
        items = ledger.open_items(self.by("manager"), customer_id=self.customer_id)
        return sorted(
            (item for item in items if item.open_amount > 0 and item.due_date < self.on), key=lambda item: (item.due_date, item.id)
        )

    def open_debits(self) -> list[ledger.OpenItemRow]:
        items = ledger.open_items(self.by("manager"), customer_id=self.customer_id)
        return sorted((item for item in items if item.open_amount > 0), key=lambda item: (item.due_date, item.id))


def promise_broken(talk: Talk) -> None:
    promise(talk, talk.late()[:3], for_day=talk.world.days.ago(6), said="Virement promis, « sans faute ».")


def promise_kept(talk: Talk) -> None:
    promise(talk, talk.late()[:1], for_day=talk.world.days.ago(4), said="La facture la plus ancienne part au prochain train de virements.")


def promise_open(talk: Talk) -> None:
    day = working_days().next_open(talk.world.days.today + timedelta(days=5))
    promise(talk, talk.late(), for_day=day, said="Attend l’encaissement d’un chantier, règle tout à cette date.")


def promise(talk: Talk, items: list[ledger.OpenItemRow], *, for_day: date, said: str) -> None:
    if items:
        ids = [item.id for item in items]
        commitments.make_promise(talk.by("manager"), item_ids=ids, amount=None, promised_for=for_day, on=talk.on, given_by="Comptabilité")
        customers.write_note(talk.by("manager"), talk.customer_id, said)


def dispute_part(talk: Talk) -> None:
    """Two pallets short on the largest late invoice: a third of it is contested."""
    if late := talk.late():
        item = max(late, key=lambda each: each.open_amount)
        third = (item.open_amount / 3).quantize(Decimal("0.01"))
        open_dispute(talk, {item.id: third}, "QUANTITY", "Deux palettes manquantes, bon de livraison émargé avec réserve.")


def dispute_whole(talk: Talk) -> None:
    if late := talk.late():
        open_dispute(talk, {item.id: None for item in late}, "PRICE", "Tarif négocié non appliqué : le client attend des avoirs.")


def dispute_some(talk: Talk) -> None:
    if late := talk.late():
        open_dispute(talk, {late[0].id: None}, "PO_MISSING", "Numéro de commande absent de la facture, renvoyée par le client.")


def open_dispute(talk: Talk, amounts: dict[int, Decimal | None], reason: str, comment: str) -> None:
    already = disputed.disputed_amounts(talk.by("manager"), list(amounts))
    if free := {item_id: amount for item_id, amount in amounts.items() if item_id not in already}:
        disputes.open_dispute(talk.by("manager"), amounts=free, reason=reason, on=talk.on, calendar=working_days(), comment=comment)


def answer_dispute(talk: Talk) -> None:
    for dispute in disputed.disputes_of(talk.by("orders"), talk.customer_id, only_open=True):
        disputes.answer_dispute(talk.by("orders"), dispute.id, on=talk.on, answer="Facture réémise avec le numéro de commande.")


def close_dispute(talk: Talk) -> None:
    for dispute in disputed.disputes_of(talk.by("orders"), talk.customer_id, only_open=True):
        disputes.close_dispute(talk.by("orders"), dispute.id, on=talk.on, outcome=Outcome.CORRECTED, comment="Accepté par le client.")


def plan(talk: Talk) -> None:
    """Six monthly instalments for all that is late, asked by the collector and accepted by the management."""
    if late := talk.late():
        days = [working_days().next_open(talk.world.days.today + timedelta(days=8 + 30 * month)) for month in range(6)]
        total = sum((item.open_amount for item in late), Decimal(0))
        instalments = equal_instalments(total, currency=late[0].currency, days=days)
        plan_id = commitments.propose_plan(talk.by("manager"), item_ids=[item.id for item in late], instalments=instalments)
        commitments.accept_plan(talk.by("cfo"), plan_id, on=talk.on, acceptance={"by": "Gérant", "how": "e-mail"})


def hold(talk: Talk) -> None:
    until = talk.world.days.today + timedelta(days=9)
    comment = "Rendez-vous commercial fixé, on n’écrit pas avant."
    dunning.set_hold(
        talk.by("manager"), customer_id=talk.customer_id, reason=HoldReason.COMMERCIAL_TALKS, comment=comment, on=talk.on, until_on=until
    )


def reply(talk: Talk) -> None:
    """The customer answered a reminder this morning, to a colleague who noted it."""
    customer = known.customer(talk.by("manager"), talk.customer_id)
    record_contact(
        talk.by("manager"),
        ContactFact(customer.creditor_id, customer.id, customer.party_id, "email", "in", "reply", is_contact=True),
    )
    customers.write_note(
        talk.by("manager"), talk.customer_id, "Réponse reçue : « Nous revenons vers vous après contrôle des bons de livraison. »"
    )


def returned_debit(talk: Talk) -> None:
    """The bank sends the latest direct debit back: what it had paid is open again."""
    manager = talk.by("manager")
    paid = [
        row for row in ledger.items_of(manager, talk.customer_id, only_open=False, size=200).rows if row.amount < 0 and row.open_amount == 0
    ]
    if paid:
        latest = max(paid, key=lambda row: (row.issued_on, row.id))
        ledger_actions.return_payment(
            talk.by("books"), latest.id, on=talk.on, reason_code="AM04", family="insufficient_funds", fee_amount=Decimal("12.50")
        )


# Part → the working days before today, and what happens then.
GESTURES: dict[Part, tuple[tuple[int, Callable[[Talk], None]], ...]] = {
    Part.PROMISE_BROKEN: ((9, promise_broken),),
    Part.PROMISE_KEPT: ((7, promise_kept),),
    Part.PROMISE_OPEN: ((1, promise_open),),
    Part.DISPUTE_OPEN: ((6, dispute_part),),
    Part.DISPUTE_WHOLE: ((3, dispute_whole),),
    Part.DISPUTE_ANSWERED: ((9, dispute_some), (4, answer_dispute)),
    Part.PLAN: ((7, plan),),
    Part.HELD: ((2, hold),),
    Part.REPLIED: ((0, reply),),
    Part.RETURNED_DEBIT: ((3, returned_debit),),
}
CONTESTED = 0.012  # of the customers, those who contest something on a day
ANSWERED_AFTER = 4
CAUSES = {
    "PRICE": "Remise de fin d’année non déduite.",
    "QUANTITY": "Livraison incomplète, réserve sur le bon.",
    "PO_MISSING": "Numéro de commande absent.",
    "QUALITY": "Lot de peinture à reprendre.",
    "NOT_DELIVERED": "Colis jamais arrivé sur le chantier.",
    "CREDIT_NOTE_PENDING": "Avoir attendu.",
}


def talk(house: House, world: World, ids: dict[str, int], *, on: date) -> str:
    """Play what customers said on a day; say how many spoke."""
    spoken = 0
    for part, gestures in GESTURES.items():
        for days_ago, gesture in gestures:
            if world.days.ago(days_ago) == on:
                for customer in world.with_part(part):
                    gesture(Talk(house, world, ids[customer.code], on))
                    spoken += 1
    spoken += contest(house, world, ids, on=on)
    return f"{spoken} échanges" if spoken else ""


def contest(house: House, world: World, ids: dict[str, int], *, on: date) -> int:
    """Let a few other customers contest an invoice; those who did some days ago get their answer, one in two accepts it."""
    if on < world.days.ago(DAILY):
        return 0
    opened = 0
    for customer, reason in contesting(world, on):
        one = Talk(house, world, ids[customer.code], on)
        if late := one.late():
            open_dispute(one, {late[-1].id: None}, reason, CAUSES[reason])
            opened += 1
    for place, (customer, _) in enumerate(contesting(world, working_days().add(on, -ANSWERED_AFTER))):
        (close_dispute if place % 2 else answer_dispute)(Talk(house, world, ids[customer.code], on))
    return opened


def contesting(world: World, on: date) -> list[tuple[MadeCustomer, str]]:
    """Return who contests on a day, and why."""
    rng = Random(f"{world.seed} disputes {on}")
    plain = [each for each in world.customers if each.part is Part.NONE and each.habit in {Habit.LATE, Habit.CHRONIC, Habit.PART}]
    count = min(max(round(len(world.customers) * CONTESTED), 1), len(plain))
    return [(customer, rng.choice(list(CAUSES))) for customer in rng.sample(plain, count)]
