"""The demonstration made from nothing: once, in order, each thing by the action that a person would have used."""

from collections.abc import Callable
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from django.conf import settings

from encaisse.creditors import queries as creditors
from encaisse.db.actions import stop_clock
from encaisse.db.clock import HOME, MORNING, stopped
from encaisse.demo.actions.customers import close_doors, complete_customers, ids_by_code, lose_contacts
from encaisse.demo.actions.days import play_day
from encaisse.demo.actions.evidence import enclose_copies, import_evidence
from encaisse.demo.actions.factoring import assign_invoices
from encaisse.demo.actions.go_live import go_live
from encaisse.demo.actions.house import House, build_house
from encaisse.demo.actions.imports import import_accounts, import_lists
from encaisse.demo.actions.reviews import review_and_close
from encaisse.demo.rules.world import World, made_world
from encaisse.kit.actor import Actor
from encaisse.kit.refusals import Refusal, gettext_noop

Tell = Callable[[str], None]
DEFAULT_SEED = 2026
# Past days are played when their sending slots have passed; today, before: the morning of the demonstration's clock.
EVENING = time(18)


class AlreadyThere(Refusal):
    sentence = gettext_noop("The demonstration company is already there. Nothing was done.")
    exit_code = 0


class HouseNotEmpty(Refusal):
    sentence = gettext_noop(
        "This database already holds “%(name)s”: the demonstration is made in an empty database only. Choose another one, "
        "with ENCAISSE_VAR or DATABASE_URL."
    )


class NotWhileSending(Refusal):
    sentence = gettext_noop("Messages would really leave here (ENCAISSE_OUTBOUND=live). Set ENCAISSE_OUTBOUND=trap first.")


def make_demonstration(actor: Actor, *, customer_count: int, anchor: date, seed: int = DEFAULT_SEED, tell: Tell = lambda _: None) -> World:
    """Make the invented company, its files and its last sixty days. Commits as it goes: the daily run does."""
    check_place(actor)
    world = made_world(seed, anchor, customer_count)
    days = world.days
    tell(f"{len(world.customers)} clients, {sum(map(len, world.pieces))} pièces, du {days.opening:%d/%m/%Y} au {days.yesterday:%d/%m/%Y}")
    with stopped(days.live):
        house = build_house(actor, on=days.live, today=days.today)
        ids = set_up(actor, house, world, tell)
    told_until = days.before(days.live)
    for on in days.runs:
        with stopped(datetime.combine(on, MORNING if on == days.today else EVENING, ZoneInfo(HOME))):
            if on != days.live:
                import_accounts(actor, house, world, on=on)
                if on in days.of_evidence:
                    import_evidence(actor, house, world, on=on, since=told_until)
                    told_until = days.before(on)
            tell(play_day(actor, house, world, ids, on=on))
            if closed := review_and_close(actor, house, on=on, runs=days.runs):
                tell(closed)
    stop_clock(actor, on=days.today)
    return world


def check_place(actor: Actor) -> None:
    if settings.OUTBOUND == "live":
        raise NotWhileSending
    for creditor in creditors.creditors_in_reach(actor):
        if creditor.is_demonstration:
            raise AlreadyThere
        raise HouseNotEmpty(name=creditor.name)


def set_up(actor: Actor, house: House, world: World, tell: Tell) -> dict[str, int]:
    """Import the first files and close the go-live screen; return the customers' ids by code."""
    on = world.days.live
    import_lists(actor, house, world, on=on)
    tell(f"Clients et contacts importés ({len(world.customers)})")
    ids = ids_by_code(actor, house, world)
    complete_customers(actor, house, world, ids, on=on)
    import_accounts(actor, house, world, on=on, first=True)
    tell("Écritures comptables importées (FEC)")
    import_evidence(actor, house, world, on=on, since=None)
    enclose_copies(actor, house)
    tell("Factures en PDF, factures électroniques, envois et états de la plateforme importés")
    lose_contacts(house, world, ids, world.days)
    close_doors(house, world, ids, on=on)
    assign_invoices(house, world, ids, on=on)
    go_live(house, world, ids, on=on)
    tell(f"Reprise clôturée le {on:%d/%m/%Y}")
    return ids
