"""The files of the invented accounting software, written beside the database and taken in by the real import."""

from collections.abc import Iterable
from datetime import date
from pathlib import Path

from django.conf import settings

from encaisse.demo.actions.house import House
from encaisse.demo.rules.company import ENTITIES
from encaisse.demo.rules.ledger_file import file_name, ledger_file
from encaisse.demo.rules.lists import contact_list, customer_list, dollar_list
from encaisse.demo.rules.world import World
from encaisse.intake import actions as intake
from encaisse.intake.rules.columns import Kind
from encaisse.kit.actor import Actor

DOLLARS = "Ventes export"


def folder() -> Path:
    place = Path(settings.VAR) / "demo"
    place.mkdir(parents=True, exist_ok=True)
    return place


def write(path: Path, lines: Iterable[str]) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        file.writelines(lines)
    return path


def write_lists(world: World, place: Path) -> list[tuple[int, Kind, Path]]:
    """Write the customers and contacts of each entity."""
    files: list[tuple[int, Kind, Path]] = []
    for entity, creditor in enumerate(ENTITIES):
        customers = world.of_entity(entity)
        files.append((entity, Kind.CUSTOMERS, write(place / f"clients_{creditor.siren}.csv", customer_list(customers))))
        files.append((entity, Kind.CONTACTS, write(place / f"contacts_{creditor.siren}.csv", contact_list(customers))))
    return files


def write_ledgers(world: World, place: Path, *, until: date, years: Iterable[int]) -> list[tuple[int, Path]]:
    """Write the ledgers of both entities as they stood when everything until a day was posted."""
    return [
        (entity, write(place / file_name(creditor.siren, year), ledger_file(world.pieces[entity], world.days, year=year, until=until)))
        for year in years
        for entity, creditor in enumerate(ENTITIES)
    ]


def import_lists(actor: Actor, house: House, world: World, *, on: date) -> None:
    for entity, kind, path in write_lists(world, folder()):
        import_list(actor, house.creditors[entity], path, on=on, choices=intake.Choices(kind=kind))


def import_list(actor: Actor, creditor_id: int, path: Path, *, on: date, choices: intake.Choices) -> None:
    with path.open("rb") as file:
        intake.import_list(actor, creditor_id, file, name=path.name, on=on, choices=choices)


def import_accounts(actor: Actor, house: House, world: World, *, on: date, first: bool = False) -> None:
    """Take in the accounts as they stood the working day before: last year's too the first time."""
    until = world.days.before(on)
    years = sorted({world.days.opening.year, until.year}) if first else [until.year]
    for entity, path in write_ledgers(world, folder(), until=until, years=years):
        with path.open("rb") as file:
            intake.import_fec(actor, house.creditors[entity], file, name=path.name, on=on)
    if world.dollars:
        path = write(folder() / "ventes_export_usd.csv", dollar_list(world.dollars, until=until))
        choices = intake.Choices(kind=Kind.ITEMS, is_situation=True, source_name=DOLLARS, accept_vanishing=True)
        import_list(actor, house.creditors[0], path, on=on, choices=choices)
