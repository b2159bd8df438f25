"""Reads of the creditors in reach: their particulars, calendars, quiet periods and bank accounts."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import Q

from encaisse.creditors.models import BankAccount, ClosedDay, Creditor, OpenedDay, QuietPeriod
from encaisse.creditors.rules import Quiet
from encaisse.creditors.rules.logo import as_svg
from encaisse.creditors.rules.year import Month, OwnDays, months_of
from encaisse.db.clock import now, today
from encaisse.db.columns import unseal
from encaisse.files import queries as files
from encaisse.kit.actor import Actor, Permission
from encaisse.kit.dates import WorkingDays, beside, without, working_days
from encaisse.kit.holidays import FRANCE, REGIONS, public_holidays
from encaisse.kit.refusals import NotAllowed, NotFound


@dataclass(frozen=True, slots=True)
class CreditorCard:
    id: int
    name: str
    short_name: str
    siren: str
    vat_number: str
    legal_form: str
    capital: str
    registry: str
    street: str
    postcode: str
    city: str
    country: str
    phone: str
    email: str
    currency: str
    timezone: str
    region: str
    terms_code: str
    sending_slot: time | None
    is_demonstration: bool
    website: str
    legal_mentions: str
    mediator_name: str
    mediator_address: str
    mediator_site: str
    handover_to: str
    handover_for: str
    letterhead_sha256: str

    @property
    def today(self) -> date:
        """Return the day it is there."""
        return today(self.timezone)

    @property
    def mediator_block(self) -> str:
        """Return the consumer mediator as letters print it: name, address, site."""
        return ", ".join(part for part in (self.mediator_name, self.mediator_address, self.mediator_site) if part)


@dataclass(frozen=True, slots=True)
class BankAccountCard:
    id: int
    creditor_id: int
    name: str
    iban: str
    bic: str
    is_default: bool


@dataclass(frozen=True, slots=True)
class QuietPeriodRow:
    id: int
    name: str
    from_on: date
    to_on: date


@dataclass(frozen=True, slots=True)
class ClosedDayRow:
    id: int
    day: date
    name: str


IBAN = "creditors.iban"
CARD = tuple(CreditorCard.__dataclass_fields__)


def in_reach(actor: Actor) -> Q:
    """Return the condition that a creditor is in the actor's reach."""
    return Q() if actor.all_creditors else Q(pk__in=actor.creditors)


def creditors_in_reach(actor: Actor) -> list[CreditorCard]:
    return [card(row) for row in Creditor.objects.filter(in_reach(actor)).order_by("name", "id").values(*CARD)]


def creditor(actor: Actor, creditor_id: int) -> CreditorCard:
    row = Creditor.objects.filter(in_reach(actor), pk=creditor_id).values(*CARD).first()
    if row is None:
        raise NotFound(what="creditor")
    return card(row)


def creditor_by_siren(actor: Actor, siren: str) -> CreditorCard | None:
    row = Creditor.objects.filter(in_reach(actor), siren="".join(siren.split())).values(*CARD).first()
    return card(row) if row else None


def creditor_asked(actor: Actor, siren: str | None) -> CreditorCard | None:
    """Return the company a command asks for, None for all; a SIREN nobody has is refused, never taken for all."""
    if not siren:
        return None
    found = creditor_by_siren(actor, siren)
    if found is None:
        raise NotFound(what=siren)
    return found


def card(row: dict[str, object]) -> CreditorCard:
    sha256 = row["letterhead_sha256"]
    return CreditorCard(**{**row, "letterhead_sha256": bytes(sha256).hex() if sha256 else ""})  # type: ignore[arg-type, call-overload]


def calendar(actor: Actor, region: str) -> WorkingDays:  # noqa: ARG001 - public holidays are nobody's secret
    """Return the working days of a region; a customer abroad or of an unknown region lives by the French calendar."""
    return working_days(region if region in REGIONS else FRANCE)


def closed_days(actor: Actor, creditor_id: int, *, since: date | None = None) -> list[ClosedDayRow]:
    """List the days a company is closed although its region works."""
    creditor(actor, creditor_id)
    rows = ClosedDay.objects.filter(creditor_id=creditor_id)
    if since is not None:
        rows = rows.filter(day__gte=since)
    return [ClosedDayRow(**row) for row in rows.order_by("day").values("id", "day", "name")]


def opened_days(actor: Actor, creditor_id: int) -> list[ClosedDayRow]:
    """List the days a company works although its region does not."""
    creditor(actor, creditor_id)
    rows = OpenedDay.objects.filter(creditor_id=creditor_id)
    return [ClosedDayRow(**row) for row in rows.order_by("day").values("id", "day", "name")]


def own_calendar(actor: Actor, creditor_id: int) -> WorkingDays:
    """Return the working days of a company: those of its region, less the days it closes, and those it works all the same."""
    creditor(actor, creditor_id)
    return own_calendars(actor, [creditor_id])[creditor_id]


def own_calendars(actor: Actor, creditor_ids: Collection[int]) -> dict[int, WorkingDays]:
    """Return the working days of companies in reach, in three statements whatever their number."""
    regions = dict(Creditor.objects.filter(in_reach(actor), pk__in=creditor_ids).values_list("pk", "region"))
    opened, closed = exceptional_days(OpenedDay, regions), exceptional_days(ClosedDay, regions)
    return {pk: without(beside(calendar(actor, region), opened[pk]), closed[pk]) for pk, region in regions.items()}


def exceptional_days(kind: type[OpenedDay | ClosedDay], creditor_ids: Collection[int]) -> dict[int, frozenset[date]]:
    days: dict[int, set[date]] = {pk: set() for pk in creditor_ids}
    for creditor_id, day in kind.objects.filter(creditor_id__in=creditor_ids).values_list("creditor_id", "day"):
        days[creditor_id].add(day)
    return {pk: frozenset(found) for pk, found in days.items()}


def own_year(actor: Actor, creditor_id: int, *, year: int) -> list[Month]:
    """Return a year of a company by months: holidays of its region, its exceptional days, its quiet periods, numbered open days."""
    card = creditor(actor, creditor_id)
    region = card.region if card.region in REGIONS else FRANCE
    own = OwnDays(
        calendar=own_calendar(actor, creditor_id),
        holidays=public_holidays(year, region),
        closed={row.day: row.name for row in closed_days(actor, creditor_id)},
        opened={row.day: row.name for row in opened_days(actor, creditor_id)},
        quiet=[Quiet(row.name, row.from_on, row.to_on) for row in quiet_periods(actor, creditor_id)],
    )
    return months_of(year, own)


def calendar_changed_at(actor: Actor, creditor_id: int) -> datetime | None:
    """Return when the working days or quiet periods of a company last changed: what was decided before is decided again."""
    creditor(actor, creditor_id)
    return Creditor.objects.filter(pk=creditor_id).values_list("calendar_changed_at", flat=True).first()


def today_of(actor: Actor, creditor_id: int) -> date:
    """Return the day it is for a creditor: the one place that says which day today is."""
    return creditor(actor, creditor_id).today


def instant_on(actor: Actor, creditor_id: int, on: date, *, at: datetime | None = None) -> datetime:
    """Return this instant (or another), or noon of the day when a demonstration company lives on another one."""
    zone, moment = ZoneInfo(creditor(actor, creditor_id).timezone), at or now()
    return moment if moment.astimezone(zone).date() == on else datetime.combine(on, time(12), zone)


def quiet_periods(actor: Actor, creditor_id: int) -> list[QuietPeriodRow]:
    creditor(actor, creditor_id)
    rows = QuietPeriod.objects.filter(creditor_id=creditor_id, customer_id__isnull=True)
    return [QuietPeriodRow(**row) for row in rows.order_by("from_on", "id").values("id", "name", "from_on", "to_on")]


def bank_accounts(actor: Actor, creditor_id: int) -> list[BankAccountCard]:
    creditor(actor, creditor_id)
    return [bank_account(row) for row in BankAccount.objects.filter(creditor_id=creditor_id).order_by("-is_default", "id")]


def default_iban(actor: Actor, creditor_id: int) -> BankAccountCard | None:
    """Return the bank account printed on letters and payment slips."""
    return next(iter(bank_accounts(actor, creditor_id)), None)


def bank_account(row: BankAccount) -> BankAccountCard:
    iban = unseal(bytes(row.iban_cipher), key_no=row.key_no, purpose=IBAN)
    return BankAccountCard(row.pk, row.creditor_id, row.name, iban, row.bic, row.is_default)


def logo(actor: Actor, creditor_id: int) -> str:
    """Return the picture on top of letters as SVG, "" without one."""
    sha256 = creditor(actor, creditor_id).letterhead_sha256
    return as_svg(files.content(actor, sha256)) if sha256 else ""


def may_edit(actor: Actor, creditor_id: int) -> CreditorCard:
    """Return the creditor whose settings the actor may edit, or refuse."""
    actor.must(Permission.SETTINGS_EDIT)
    return creditor(actor, creditor_id)


def may_create(actor: Actor) -> bool:
    """Say whether the actor may make a company. In the demonstration whoever imports files may: its companies are invented."""
    if not actor.all_creditors:
        return False  # it would be out of their own reach
    return actor.passes(Permission.SETTINGS_EDIT) or (settings.DEMO and bool(actor.may(Permission.IMPORT_RUN)))


def must_create(actor: Actor) -> None:
    if not may_create(actor):
        raise NotAllowed(permission=Permission.SETTINGS_EDIT.value)
