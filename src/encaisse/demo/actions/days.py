"""A day at Maison Verdier: the run, the approvals, what leaves, the calls, and what customers said."""

from collections.abc import Iterable
from datetime import date

from encaisse.demo.actions.calls import finish_tasks, make_calls
from encaisse.demo.actions.common_calls import call_in_common
from encaisse.demo.actions.house import House
from encaisse.demo.actions.mails import mail_comes
from encaisse.demo.actions.portals import deposit_texts
from encaisse.demo.actions.talks import talk
from encaisse.demo.rules.world import World
from encaisse.dunning import actions as dunning
from encaisse.dunning import queries
from encaisse.kit.actor import Actor, Role
from encaisse.messages import actions as messages
from encaisse.messages import queries as outbox

ALL = 20_000
# What a day gave, as the company says it.
NAMES = {
    "email": ("e-mail", "e-mails"),
    "sms": ("SMS", "SMS"),
    "letter": ("courrier", "courriers"),
    "registered_letter": ("recommandé", "recommandés"),
    "call": ("appel", "appels"),
    "visit": ("visite", "visites"),
    "fax": ("télécopie", "télécopies"),
    "portal": ("dépôt sur un portail", "dépôts sur un portail"),
    "internal_task": ("tâche interne", "tâches internes"),
    "sales_task": ("tâche commerciale", "tâches commerciales"),
    "block_request": ("demande de blocage", "demandes de blocage"),
    "hand_over": ("remise au contentieux", "remises au contentieux"),
}
UNPRINTED = 4  # working days
WAITING = 4  # approved this morning, leaving this afternoon
UNFINISHED = frozenset({"PUBLIC_INTEREST", "MED_B2C"})  # need the interest, or the mediator, that a person fills in
APPROVERS = {Role.CREDIT_MANAGER.value: "manager", Role.CFO.value: "cfo", Role.SALES_MANAGER.value: "sales"}


def play_day(actor: Actor, house: House, world: World, ids: dict[str, int], *, on: date) -> str:
    """Play one day and say in a line what it gave."""
    is_today = on == world.days.today
    before = talk(house, world, ids, on=on)
    call_in_common(house, world, ids, on=on)
    if is_today:
        mail_comes(actor, world, on=on)
    report = dunning.run_dunning(actor, on=on, full=is_today)
    approve(house, world, on=on, is_today=is_today)
    dunning.release(actor, on=on)
    messages.deliver_ready(actor)
    if not is_today:
        post_letters(house, world, on=on)
    dunning.settle(actor)
    deposit_texts(house, world, ids, on=on)
    dunning.take_back_bounced(actor)
    make_calls(house, world, on=on)
    finish_tasks(house, world, on=on)
    planned = ", ".join(counted(channel, count) for channel, count in sorted(report.planned.items()))
    return f"{on:%d/%m/%Y} : {report.decided} décisions, {planned or 'rien de nouveau'}{f' ; {before}' if before else ''}"


def counted(channel: str, count: int) -> str:
    one, several = NAMES.get(channel, (channel, channel))
    return f"{count} {one if count == 1 else several}"


def approve(house: House, world: World, *, on: date, is_today: bool) -> None:
    """Approve the drafts of a day. Today only those that leave at the slot of this afternoon: the others wait for whoever comes."""
    drafts, _ = queries.actions_to_approve(house.actor("manager", on), size=ALL)
    if is_today:
        ready = [draft for draft in drafts if draft.creditor_id == house.creditors[1]]
        ready = ready[: min(WAITING, len(drafts) // 2)]
    else:
        ready = [draft for draft in drafts if draft.template_code not in UNFINISHED and on < world.days.ago(2)]
    for key, ids in shared_out(ready).items():
        dunning.approve_actions(house.actor(key, on), ids, on=on)


def shared_out(drafts: Iterable[queries.ActionView]) -> dict[str, list[int]]:
    """Give each draft to those who may approve it; nobody is asked for what their role does not decide."""
    shares: dict[str, list[int]] = {}
    for draft in drafts:
        needed = set(draft.reason.get("approvers", ())) - set(draft.reason.get("approved", ()))
        keys = [APPROVERS[role] for role in sorted(needed)] if needed <= APPROVERS.keys() else []
        for key in keys if needed else ["manager"]:
            shares.setdefault(key, []).append(draft.id)
    return shares


def post_letters(house: House, world: World, *, on: date) -> None:
    """Print and post the letters; those of the last days are still to be printed."""
    if on >= world.days.ago(UNPRINTED):
        return
    manager = house.actor("manager", on)
    letters = [row.id for row in outbox.letters_to_print(manager)]
    if letters:
        messages.print_letters(manager, letters)
        messages.mark_posted(manager, letters)
