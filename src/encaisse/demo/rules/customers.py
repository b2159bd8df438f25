"""Who the invented customers are. Each is made from the seed and its number alone, whatever the number of the others."""

from dataclasses import dataclass, field, replace
from enum import StrEnum
from random import Random
from typing import TypeVar

from encaisse.demo.rules import words
from encaisse.demo.rules.cast import CAST, Part
from encaisse.demo.rules.numbers import domain, fixed_phone, local_part, mobile_phone, siren, siret
from encaisse.kit.holidays import ALSACE_MOSELLE

T = TypeVar("T", bound=str)

SERVICES_EVERY = 5  # one customer in five is of the second entity
CAST_AGAIN = 97  # the parts of the cast come again, more thinly, among many customers
SHARED_EVERY = 15  # companies that are customers of both entities


class Habit(StrEnum):
    """How a customer pays."""

    PROMPT = "prompt"
    TENTH = "tenth"
    LATE = "late"
    CHRONIC = "chronic"
    PART = "part"
    SILENT = "silent"
    CARELESS = "careless"  # pays without saying what
    DIRECT_DEBIT = "direct_debit"
    PUBLIC = "public"


HABITS = {Habit.PROMPT: 40, Habit.TENTH: 14, Habit.LATE: 25, Habit.CHRONIC: 5, Habit.PART: 4, Habit.SILENT: 2, Habit.CARELESS: 4}
SEGMENTS = {"KEY_ACCOUNT": 4, "STRATEGIC": 2, "SME": 50, "SMALL": 28, "CONSUMER": 5, "PUBLIC": 8, "CLOSE_FOLLOW_UP": 3}
# Invoices a year (least, most) and their amounts tax included (least, most).
TRADE = {
    "KEY_ACCOUNT": (45, 75, 900, 16000), "STRATEGIC": (30, 50, 1500, 22000), "SME": (9, 19, 180, 4200), "SMALL": (5, 12, 70, 1300),
    "CONSUMER": (1, 4, 50, 900), "PUBLIC": (8, 15, 300, 5200), "CLOSE_FOLLOW_UP": (9, 16, 250, 3800),
}  # fmt: skip
TERMS = {
    "KEY_ACCOUNT": ("NET45_FDM_A", "NET60"), "STRATEGIC": ("NET60", "NET45_FDM_A"), "SME": ("NET30", "NET30_FDM", "NET45", "NET30"),
    "SMALL": ("NET30", "NET15"), "CONSUMER": ("RECEPTION", "NET15"), "PUBLIC": ("PUBLIC30",), "CLOSE_FOLLOW_UP": ("NET15",),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class MadeContact:
    name: str
    first_name: str = ""
    duty: str = "Comptabilité"
    email: str = ""
    phone: str = ""
    mobile: str = ""
    has_post: bool = False


@dataclass(frozen=True, slots=True)
class MadeCustomer:
    number: int
    entity: int
    code: str
    name: str
    kind: str
    segment: str
    siren: str
    siret: str
    terms: str
    street: str
    postcode: str
    city: str
    habit: Habit
    part: Part = Part.NONE
    country: str = "FR"
    language: str = "fr"
    region: str = "FR"
    service_code: str = ""
    currency: str = "EUR"
    group: str = ""
    payer: str = ""
    contacts: tuple[MadeContact, ...] = field(default=())


def made_customer(seed: int, number: int) -> MadeCustomer:
    """Make one customer."""
    rng = Random(f"{seed} customer {number}")
    part = part_of(number)
    role = CAST.get(part)
    entity = role.entity if role and role.entity is not None else int(number % SERVICES_EVERY == 0)
    segment = (role and role.segment) or picked(rng, SEGMENTS)
    kind = (role and role.kind) or {"CONSUMER": "consumer", "PUBLIC": "public_body"}.get(segment, "business")
    postcode, city = rng.choice(words.ALSATIAN_TOWNS if part is Part.ALSATIAN else words.TOWNS)
    name = name_of(rng, part, kind, city)
    company = "" if kind in {"consumer", "employee"} else siren(seed * 7919 % 1000 * 100 + shared_with(number, kind))
    abroad = part in {Part.ENGLISH, Part.DOLLARS}
    made = MadeCustomer(
        number=number, entity=entity, code=f"{'DS'[entity]}{number:05d}", name=name, kind=kind, segment=segment,
        siren="" if abroad else company, siret=siret(company) if company and not abroad else "", terms=rng.choice(TERMS[segment]),
        street=f"{rng.randint(1, 140)} {rng.choice(words.STREETS)}", postcode=postcode, city=city,
        habit=(role and role.habit and Habit(role.habit)) or habit_of(rng, kind), part=part,
        language="en" if abroad else "fr", region=ALSACE_MOSELLE if part is Part.ALSATIAN else "FR",
        service_code=f"SRV-{number:04d}" if kind == "public_body" else "", currency="USD" if part is Part.DOLLARS else "EUR",
        group=words.GROUPS[number // CAST_AGAIN % len(words.GROUPS)] if part in {Part.GROUP_HEAD, Part.GROUP_MEMBER} else "",
        payer=code_of_head(number) if part is Part.GROUP_MEMBER else "",
        contacts=tuple(contacts_of(rng, number, part, kind=kind, name=name, postcode=postcode)),
    )  # fmt: skip
    return same_company(made, made_customer(seed, number - 1)) if part is Part.COMMON_TWIN else made


def same_company(made: MadeCustomer, known: MadeCustomer) -> MadeCustomer:
    """Make a customer of one entity the company that is already a customer of the other: one address, one accountant, one telephone."""
    return replace(
        made, name=known.name, siren=known.siren, siret=known.siret, street=known.street, postcode=known.postcode, city=known.city,
        contacts=known.contacts,
    )  # fmt: skip


def part_of(number: int) -> Part:
    """Say which part of the story a customer plays: the first ones each have one, then a few of every hundred."""
    parts = list(CAST)
    place = (number - 1) % CAST_AGAIN
    return parts[place] if place < len(parts) else Part.NONE


def code_of_head(number: int) -> str:
    return f"D{(number - 1) // CAST_AGAIN * CAST_AGAIN + 1:05d}"


def shared_with(number: int, kind: str) -> int:
    """Return the number of the company: some are customers of both entities."""
    return number - 1 if kind == "business" and number % SHARED_EVERY == 0 and part_of(number) is Part.NONE else number


def picked(rng: Random, weights: dict[T, int]) -> T:
    return rng.choices(list(weights), weights=list(weights.values()))[0]


def habit_of(rng: Random, kind: str) -> Habit:
    if kind == "public_body":
        return Habit.PUBLIC
    return picked(rng, HABITS)


def surname(rng: Random) -> str:
    return rng.choice(words.SURNAME_HEADS) + rng.choice(words.SURNAME_TAILS)


def name_of(rng: Random, part: Part, kind: str, city: str) -> str:
    if part in {Part.ENGLISH, Part.DOLLARS}:
        return f"{rng.choice(words.ENGLISH_HEADS)} {rng.choice(words.ENGLISH_TAILS)}"
    if kind in {"consumer", "employee"}:
        return f"{surname(rng)} {rng.choice(words.FIRST_NAMES)}"
    if kind == "public_body":
        return rng.choice(words.PUBLIC_BODIES).format(town=city, place=rng.choice(words.PLACES), surname=surname(rng))
    shape = rng.choice(("{trade} {surname} {form}", "{trade} {place}", "{activity} {surname} {form}", "Établissements {surname} et Fils"))
    drawn = {"trade": words.TRADES, "activity": words.ACTIVITIES, "place": words.PLACES, "form": words.FORMS}
    return shape.format(surname=surname(rng), **{name: rng.choice(choice) for name, choice in drawn.items()})


def contacts_of(rng: Random, number: int, part: Part, *, kind: str, name: str, postcode: str) -> list[MadeContact]:
    """Return who is reached, and where; one customer in twenty has no address but its letter box, or none at all."""
    if part is Part.NO_CONTACT:
        return []
    house = domain(name, number)
    first, last = rng.choice(words.ENGLISH_NAMES) if part in {Part.ENGLISH, Part.DOLLARS} else (rng.choice(words.FIRST_NAMES), surname(rng))
    email = f"{local_part(first, last)}@{house}" if kind in {"consumer", "employee"} or rng.random() < 0.5 else f"comptabilite@{house}"  # noqa: PLR2004
    has_email = part is not Part.PAPER and (part is not Part.NONE or rng.random() < 0.95)  # noqa: PLR2004
    mobile = mobile_phone(number * 3) if rng.random() < 0.4 and part is not Part.PAPER else ""  # noqa: PLR2004
    found = [MadeContact(last, first, "Comptabilité", email if has_email else "", fixed_phone(postcode, number * 7), mobile, has_post=True)]
    if rng.random() < 0.25 and kind == "business":  # noqa: PLR2004
        first, last = rng.choice(words.FIRST_NAMES), surname(rng)
        duty = rng.choice(("Direction", "Achats"))
        found.append(MadeContact(last, first, duty, f"{local_part(first, last)}@{house}", fixed_phone(postcode, number * 7 + 1)))
    return found
