"""The portfolio reviews of Maison Verdier: what is said of the largest late balances, and the closes of its months."""

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal

from encaisse.customers.rules import Filters
from encaisse.demo.actions.house import House
from encaisse.kit.actor import Actor
from encaisse.ledger import queries as ledger
from encaisse.workbench import actions as workbench
from encaisse.workbench.rules.closes import last_month_end
from encaisse.workbench.rules.reviews import Outlook, Review

REVIEWED = 24
# What is said, how sure it is, in how many days how much of the overdue is expected.
SAID: tuple[tuple[str, Outlook, int | None, Decimal], ...] = (
    ("Virement annoncé au prochain train de règlements.", Outlook.SURE, 9, Decimal(1)),
    ("Attend le visa de son directeur d’agence.", Outlook.WATCH, 15, Decimal(1)),
    ("Ne répond plus depuis deux semaines ; passer par le commercial.", Outlook.DOUBTFUL, None, Decimal(0)),
    ("Moitié promise, le reste après l’avoir demandé.", Outlook.WATCH, 12, Decimal("0.5")),
    ("Paie toujours le 10 : rien d’inquiétant.", Outlook.SURE, 14, Decimal(1)),
    ("Trésorerie tendue, plan de règlement à proposer.", Outlook.DOUBTFUL, 30, Decimal("0.3")),
)


def review_and_close(actor: Actor, house: House, *, on: date, runs: Sequence[date]) -> str:
    """Close the last month on its first morning, and review the portfolio at the end of each month and on the last day of the story."""
    place = runs.index(on)
    told = ""
    if place and runs[place - 1].month != on.month:
        at = last_month_end(on)
        made = [workbench.close_portfolio(actor, creditor_id, at=at, on=on) for creditor_id in house.creditors]
        told = f"arrêté au {at:%d/%m/%Y} : {sum(close.customers for close in made)} clients"
    if on == runs[-1] or runs[place + 1].month != on.month:
        review(house, on=on, skip=2 if on == runs[-1] else 0)
    return told


def review(house: House, *, on: date, skip: int) -> None:
    """Say something of the largest late balances; on the last day some are still to be reviewed."""
    speaker = house.actor("manager", on)
    largest = ledger.balances(speaker, filters=Filters(only_overdue=True), sort="-overdue", size=REVIEWED)
    for number, row in enumerate(largest):
        if skip and number % skip == 0:
            continue
        body, outlook, days, share = SAID[(number + on.month) % len(SAID)]
        amount = (row.overdue_amount * share).quantize(Decimal(1)) or None
        said = Review(body=body, outlook=outlook, expected_on=on + timedelta(days=days) if days else None, expected_amount=amount)
        workbench.write_review(speaker, row.customer_id, said, on=on)
