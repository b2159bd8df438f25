"""The whole invented world: customers and their numbered pieces, the same for the same seed and anchor."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import groupby
from random import Random

from encaisse.demo.rules.calendar import StoryDays
from encaisse.demo.rules.cast import Part
from encaisse.demo.rules.customers import Habit, MadeCustomer, made_customer
from encaisse.demo.rules.stories import CENTS, Letter, Piece, amount_of, story

PREFIX = {"invoice": ("FA", "FS"), "credit_note": ("AV", "AS"), "payment": ("RG", "RS")}
HOME = "EUR"


@dataclass
class World:
    """Customers, and the pieces of each entity in the order in which they were posted."""

    seed: int
    days: StoryDays
    customers: list[MadeCustomer]
    pieces: tuple[list[Piece], list[Piece]] = field(default_factory=lambda: ([], []))
    dollars: list[Piece] = field(default_factory=list)

    def of_entity(self, entity: int) -> list[MadeCustomer]:
        return [customer for customer in self.customers if customer.entity == entity]

    def with_part(self, part: Part) -> list[MadeCustomer]:
        return [customer for customer in self.customers if customer.part is part]


def made_world(seed: int, anchor: date, customer_count: int) -> World:
    """Make the world: every customer, its story, then the numbers of the pieces."""
    days = StoryDays(anchor)
    world = World(seed, days, [made_customer(seed, number) for number in range(1, customer_count + 1)])
    for customer in world.customers:
        own = world.pieces[customer.entity] if customer.currency == HOME else world.dollars
        own.extend(story(seed, customer, days))
    world.pieces[0].extend(oddities(world))
    for entity, pieces in enumerate(world.pieces):
        pieces.sort(key=lambda piece: (piece.on, piece.customer.number, -piece.cents))
        name_pieces(pieces, entity)
    name_pieces(world.dollars, 0, "US")
    return world


def name_pieces(pieces: list[Piece], entity: int, mark: str = "") -> None:
    """Number the pieces by kind and month, in the order of the accounts."""
    pieces.sort(key=lambda piece: (piece.on, piece.customer.number, -piece.cents))
    for _, of_month in groupby(pieces, key=lambda piece: (piece.on.year, piece.on.month)):
        seen: dict[str, int] = {}
        for piece in of_month:
            if not piece.number:
                seen[piece.kind] = seen.get(piece.kind, 0) + 1
                piece.number = f"{PREFIX[piece.kind][entity]}{mark}{piece.on:%y%m}-{seen[piece.kind]:04d}"


def oddities(world: World) -> list[Piece]:
    """Return what every real ledger holds besides: old balances, doubtful customers, bills, the till's collective customer."""
    return [*carried_forward(world), *doubtful(world), *bills(world), *till(world)]


def eligible(world: World) -> list[MadeCustomer]:
    plain = [customer for customer in world.of_entity(0) if customer.part is Part.NONE and customer.kind == "business"]
    return plain or [customer for customer in world.of_entity(0) if customer.kind == "business"]


def carried_forward(world: World) -> list[Piece]:
    """Old balances brought in without their documents."""
    rng, first_day = Random(f"{world.seed} carried"), date(world.days.opening.year, 1, 1)
    chosen = eligible(world)[:: max(len(eligible(world)) // 6, 1)][:6]
    return [
        Piece(customer, "opening", first_day, amount_of(rng, 40 * CENTS, 2600 * CENTS), first_day, number="x", title="Report à nouveau")
        for customer in chosen
    ]


def doubtful(world: World) -> list[Piece]:
    rng = Random(f"{world.seed} doubtful")
    first_day = date(world.days.opening.year, 1, 1)
    return [
        Piece(customer, "opening", first_day, amount_of(rng, 900 * CENTS, 7000 * CENTS), first_day, number=f"FA2103-{place:04d}",
              general="41600000", title="Créance douteuse")
        for place, customer in enumerate(world.with_part(Part.DOUBTFUL), start=11)
    ]  # fmt: skip


def bills(world: World) -> list[Piece]:
    """Bills of exchange that have not matured, and a delivery not invoiced yet."""
    rng, days = Random(f"{world.seed} bills"), world.days
    chosen = eligible(world)[1 :: max(len(eligible(world)) // 3, 1)][:3]
    found = [
        Piece(customer, "bill", days.ago(12 + 4 * place), amount_of(rng, 600 * CENTS, 5000 * CENTS), days.today + timedelta(days=30),
              number=f"LCR-{place + 1:03d}", general="41300000", title="Lettre de change relevé")
        for place, customer in enumerate(chosen)
    ]  # fmt: skip
    to_invoice = Piece(
        chosen[-1], "bill", days.ago(9), 1260 * CENTS, days.today, number="FAE-01", general="41810000", title="Livraison à facturer"
    )
    return [*found, to_invoice]


def till(world: World) -> list[Piece]:
    """Sales over the counter: one collective customer, not known by name."""
    rng, days = Random(f"{world.seed} till"), world.days
    nobody = MadeCustomer(0, 0, "", "CLIENTS DIVERS", "miscellaneous", "SMALL", "", "", "RECEPTION", "", "", "", Habit.PROMPT)
    found: list[Piece] = []
    for on in days.trade[::9]:
        sold = Piece(nobody, "invoice", on, amount_of(rng, 15 * CENTS, 260 * CENTS), on, title="Vente comptoir")
        found.append(sold)
        if rng.random() < 0.8:  # noqa: PLR2004 - most counter sales are paid at once
            sold.letter = Letter(f"T{len(found):03d}", on)
            found.append(Piece(nobody, "payment", on, -sold.cents, on, letter=sold.letter, title="Caisse"))
    return found
