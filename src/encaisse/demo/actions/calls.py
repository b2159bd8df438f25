"""What the collectors did with their telephone, and everybody with their tasks."""

from datetime import date, datetime, time, timedelta
from random import Random
from zoneinfo import ZoneInfo

from encaisse.commitments import actions as commitments
from encaisse.db.clock import HOME
from encaisse.demo.actions.house import House
from encaisse.demo.rules.cast import Part
from encaisse.demo.rules.world import World
from encaisse.dunning import actions as dunning
from encaisse.dunning import queries
from encaisse.dunning.rules.calls import CallResult
from encaisse.kit.actor import Actor, system_actor
from encaisse.kit.dates import working_days
from encaisse.ledger import queries as ledger
from encaisse.people import queries as people

ALL = 20_000
RESULTS = {
    CallResult.REACHED: 46, CallResult.NO_ANSWER: 22, CallResult.VOICEMAIL: 15, CallResult.SWITCHBOARD: 6, CallResult.CALL_BACK: 8,
    CallResult.WRONG_NUMBER: 3,
}  # fmt: skip
SAID = {
    CallResult.REACHED: (
        "La comptable a bien les factures, elle relance son validateur.", "Règlement annoncé avec la prochaine échéance de virements.",
        "Demande un duplicata, envoyé dans la foulée.", "Accueil cordial : la facture attend un bon à payer du chantier.",
    ),
    CallResult.SWITCHBOARD: ("Le standard prend le message.",),
    CallResult.WRONG_NUMBER: ("Numéro réattribué à un particulier.",),
}  # fmt: skip
PROMISES = 0.4  # of the persons reached, those who name a day
CALLED = 0.8  # of the calls of a past day, those that were made
DONE_THIS_MORNING = 3
FINISHED = 0.6


def make_calls(house: House, world: World, *, on: date) -> None:
    """Make most of the calls of a past day, and the first few of today."""
    rng = Random(f"{world.seed} calls {on}")
    found, _ = queries.calls_to_make(house.actor("manager", on), size=ALL)
    kept = codes_kept(world) if on >= world.days.yesterday else frozenset()
    calls = [call for call in found if call.code not in kept]
    is_today = on == world.days.today
    for place, call in enumerate(calls):
        if is_today and place >= min(DONE_THIS_MORNING, len(calls) // 3):
            break
        if is_today or rng.random() < CALLED:
            note_call(rng, house, call, on=on)


def codes_kept(world: World) -> frozenset[str]:
    """Return the customers whose common call is left for whoever looks at the demonstration."""
    return frozenset(each.code for part in (Part.COMMON, Part.COMMON_TWIN) for each in world.with_part(part))


def note_call(rng: Random, house: House, call: queries.ActionView, *, on: date) -> None:
    caller = assignee(house, call.assignee_id, on=on)
    result = rng.choices(list(RESULTS), weights=list(RESULTS.values()))[0]
    comment = rng.choice(SAID[result]) if result in SAID else ""
    at = call_back_hour(rng, on) if result is CallResult.CALL_BACK else None
    dunning.note_call(caller, call.id, result=result, on=on, comment=comment, call_back_at=at)
    if result is CallResult.REACHED and rng.random() < PROMISES:
        promise(rng, caller, call.customer_id, on=on)


def assignee(house: House, user_id: int | None, *, on: date) -> Actor:
    """Return who makes a call: its assignee, or who stands in for them that day."""
    keys = {held: key for key, held in house.people.items()}
    stand_in = people.stand_ins(house.actor("manager", on), [user_id or 0], on=on)
    return house.actor(keys.get(stand_in.get(user_id or 0, user_id or 0), "manager"), on)


def call_back_hour(rng: Random, on: date) -> datetime:
    day = working_days().add(on, 1)
    return datetime.combine(day, time(rng.randint(9, 16), rng.choice((0, 15, 30, 45))), ZoneInfo(HOME))


def promise(rng: Random, caller: Actor, customer_id: int, *, on: date) -> None:
    """Note the day and the invoices the customer named: the oldest ones."""
    late = [item for item in ledger.open_items(caller, customer_id=customer_id) if item.open_amount > 0 and item.due_date < on]
    if late:
        named = sorted(late, key=lambda item: (item.currency, item.due_date, item.id))[: rng.randint(1, 2)]
        ids = [item.id for item in named if item.currency == named[0].currency]
        day = working_days().next_open(on + timedelta(days=rng.randint(3, 9)))
        commitments.make_promise(caller, item_ids=ids, amount=None, promised_for=day, on=on, given_by="Comptabilité", channel="call")


def finish_tasks(house: House, world: World, *, on: date) -> None:
    """Finish most of the tasks of past days; those of today wait."""
    if on == world.days.today:
        return
    rng = Random(f"{world.seed} tasks {on}")
    tasks, _ = queries.tasks_to_do(system_actor(), size=ALL)
    for task in tasks:
        if rng.random() < FINISHED:
            dunning.finish_task(house.actor("manager", on), task.id, on=on, comment="")
