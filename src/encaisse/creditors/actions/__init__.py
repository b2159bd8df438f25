"""Writes of creditors: particulars, bank accounts, working days, quiet periods, letterhead."""

from collections.abc import Mapping
from dataclasses import asdict
from datetime import date
from typing import Any

from django.db import connection, transaction
from django.db.models.functions import Now

from encaisse.audit.actions import write_audit
from encaisse.creditors import queries, rules
from encaisse.creditors.models import BankAccount, Creditor, QuietPeriod, WorkingDay
from encaisse.creditors.rules import NewCreditor
from encaisse.creditors.rules.logo import check_logo
from encaisse.db import copy_rows
from encaisse.db.clock import today
from encaisse.db.columns import seal
from encaisse.db.jobs import enqueue
from encaisse.files import actions as files
from encaisse.kit.actor import Actor, Permission
from encaisse.kit.dates import working_days
from encaisse.kit.holidays import REGIONS
from encaisse.kit.money import check_currency
from encaisse.kit.refusals import NotFound
from encaisse.kit.siren import bic_of, masked_iban, normalised_iban
from encaisse.kit.terms import payment_terms

__all__ = ["NewCreditor"]
CALENDAR_COLUMNS = ("region", "day", "is_open", "next_open", "open_no")
EDITABLE = tuple(name for name in NewCreditor.__dataclass_fields__ if name not in {"siren", "is_demonstration"})


@transaction.atomic
def create_creditor(actor: Actor, new: NewCreditor) -> int:
    """Create a creditor with its quiet periods, and make sure that its calendar is filled; return its id."""
    queries.must_create(actor)
    check_currency(new.currency)
    payment_terms(new.terms_code)
    rules.check_time_zone(new.timezone)
    siren = rules.siren_of(new)
    vat_number = rules.vat_number_said(new.vat_number, siren=siren, is_demonstration=new.is_demonstration)
    if Creditor.objects.filter(siren=siren).exists():
        raise rules.SirenTaken(siren=siren)
    creditor = Creditor.objects.create(**{**asdict(new), "siren": siren, "vat_number": vat_number})
    year = today().year
    QuietPeriod.objects.bulk_create(
        QuietPeriod(creditor_id=creditor.pk, **asdict(quiet))
        for quiet in rules.default_quiet_periods(year - rules.YEARS_BACK, year + rules.YEARS_AHEAD)
    )
    if not WorkingDay.objects.filter(day=date(year + rules.YEARS_AHEAD, 12, 31)).exists():
        fill_calendar(year - rules.YEARS_BACK, year + rules.YEARS_AHEAD)
    write_audit(actor, did="creditors.create", subject_kind="creditor", subject_id=creditor.pk, creditor_id=creditor.pk)
    enqueue("dunning.follow_shipped", creditor_id=creditor.pk)
    return creditor.pk


@transaction.atomic
def update_creditor(actor: Actor, creditor_id: int, **values: Any) -> None:
    before = asdict(queries.may_edit(actor, creditor_id))
    if unknown := values.keys() - set(EDITABLE):
        raise rules.NotAColumn(names=", ".join(sorted(unknown)), known=", ".join(EDITABLE))
    check_particulars(before, values)
    Creditor.objects.filter(pk=creditor_id).update(**values)
    change = {name: {"from": before[name], "to": value} for name, value in values.items() if before[name] != value}
    if "region" in change:
        decide_again(actor, creditor_id)
    tell(actor, "creditors.update", creditor_id, change=change)


def check_particulars(before: Mapping[str, Any], values: dict[str, Any]) -> None:
    """Refuse numbers that contradict each other, and what is no currency, time zone or terms."""
    if "vat_number" in values:
        values["vat_number"] = rules.vat_number_said(
            values["vat_number"], siren=before["siren"], is_demonstration=before["is_demonstration"]
        )
    for name, check in (("currency", check_currency), ("timezone", rules.check_time_zone), ("terms_code", payment_terms)):
        if name in values:
            check(values[name])


@transaction.atomic
def add_bank_account(actor: Actor, creditor_id: int, *, name: str, iban: str, bic: str = "", is_default: bool = False) -> int:
    """Add a bank account; its IBAN is kept encrypted, found by its digest and shown by its end."""
    actor.must(Permission.BANK_DETAILS_EDIT)
    queries.creditor(actor, creditor_id)
    compact = normalised_iban(iban)
    sealed = seal(compact, purpose=queries.IBAN)
    others = BankAccount.objects.filter(creditor_id=creditor_id, is_default=True).exclude(iban_digest=sealed.digest)
    is_default = is_default or not others.exists()
    if is_default:
        others.update(is_default=False)
    account, _ = BankAccount.objects.update_or_create(
        creditor_id=creditor_id, iban_digest=sealed.digest,
        defaults={"name": name, "iban_cipher": sealed.cipher, "key_no": sealed.key_no, "iban_hint": compact[-4:],
                  "bic": bic or bic_of(compact) or "", "is_default": is_default},
    )  # fmt: skip
    tell(actor, "creditors.add_bank_account", creditor_id, change={"iban": masked_iban(compact), "is_default": is_default})
    return account.pk


@transaction.atomic
def fill_working_days(actor: Actor, *, years: tuple[int, int] | None = None) -> int:
    """Fill the calendar of every region from a year to another, two years ahead by default; return how many days are new."""
    actor.must(Permission.SETTINGS_EDIT)
    year = today().year
    first, last = years or (year - rules.YEARS_BACK, year + rules.YEARS_AHEAD)
    count = fill_calendar(first, last)
    tell(actor, "creditors.fill_working_days", None, change={"first_year": first, "last_year": last, "days": count})
    return count


def fill_calendar(first_year: int, last_year: int) -> int:
    """Copy in the days that are not there yet, and the quiet periods of the years they open; return how many days."""
    first, last = date(first_year, 1, 1), date(last_year, 12, 31)
    for year in range(first_year, last_year + 1):
        if not WorkingDay.objects.filter(day=date(year, 12, 31)).exists():
            renew_quiet_periods(year)
    kept: dict[str, set[date]] = {region: set() for region in REGIONS}
    for region, day in WorkingDay.objects.filter(day__range=(first, last)).values_list("region", "day"):
        kept.setdefault(region, set()).add(day)
    missing = [
        (region, day.day, day.is_open, day.next_open, day.open_no)
        for region in REGIONS
        for day in working_days(region).days(first, last)
        if day.day not in kept[region]
    ]
    if missing:
        copy_rows("creditors_working_day", CALENDAR_COLUMNS, missing)
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE creditors_working_day")
    return len(missing)


def renew_quiet_periods(year: int) -> None:
    """Give a new year the usual quiet periods that companies kept the year before: whoever gave one up is given none again."""
    for before, renewed in rules.renewed_quiet_periods(year):
        of_companies = QuietPeriod.objects.filter(creditor_id__isnull=False, customer_id__isnull=True)
        keepers, known = (
            set(of_companies.filter(from_on=period.from_on, to_on=period.to_on).values_list("creditor_id", flat=True))
            for period in (before, renewed)
        )
        QuietPeriod.objects.bulk_create(QuietPeriod(creditor_id=pk, **asdict(renewed)) for pk in keepers - known)


@transaction.atomic
def add_quiet_period(actor: Actor, creditor_id: int, *, from_on: date, to_on: date, name: str = "") -> int:
    queries.may_edit(actor, creditor_id)
    rules.check_quiet_period(from_on, to_on)
    period = QuietPeriod.objects.create(creditor_id=creditor_id, name=name, from_on=from_on, to_on=to_on)
    decide_again(actor, creditor_id)
    tell(actor, "creditors.add_quiet_period", creditor_id, change={"from_on": from_on, "to_on": to_on})
    return period.pk


@transaction.atomic
def remove_quiet_period(actor: Actor, quiet_period_id: int) -> None:
    period = QuietPeriod.objects.select_for_update().filter(pk=quiet_period_id, customer_id__isnull=True).first()
    if period is None or period.creditor_id is None:
        raise NotFound(what="quiet period")
    queries.may_edit(actor, period.creditor_id)
    decide_again(actor, period.creditor_id)
    tell(actor, "creditors.remove_quiet_period", period.creditor_id, change={"from_on": period.from_on, "to_on": period.to_on})
    period.delete()


@transaction.atomic
def set_letterhead(actor: Actor, creditor_id: int, *, content: bytes) -> None:
    """Keep the picture printed on top of letters and pages."""
    queries.may_edit(actor, creditor_id)
    media_type = check_logo(content)
    sha256 = files.keep(actor, content, media_type)
    files.link(actor, sha256, creditor_id=creditor_id, role="letterhead")
    Creditor.objects.filter(pk=creditor_id).update(letterhead_sha256=bytes.fromhex(sha256))
    tell(actor, "creditors.set_letterhead", creditor_id, change={"sha256": sha256})


@transaction.atomic
def remove_letterhead(actor: Actor, creditor_id: int) -> None:
    """Print the name alone again; letters already made keep their picture."""
    queries.may_edit(actor, creditor_id)
    Creditor.objects.filter(pk=creditor_id).update(letterhead_sha256=None)
    tell(actor, "creditors.remove_letterhead", creditor_id, change={})


@transaction.atomic
def choose_bank_account(actor: Actor, bank_account_id: int) -> None:
    """Print this account on letters and payment slips from now on."""
    account = locked_account(actor, bank_account_id)
    BankAccount.objects.filter(creditor_id=account.creditor_id, is_default=True).update(is_default=False)
    BankAccount.objects.filter(pk=account.pk).update(is_default=True)
    tell(actor, "creditors.choose_bank_account", account.creditor_id, change={"account": account.pk, "iban_ends": account.iban_hint})


@transaction.atomic
def remove_bank_account(actor: Actor, bank_account_id: int) -> None:
    """Forget an account: nothing prints it any more; another one, if any, takes its place on letters."""
    account = locked_account(actor, bank_account_id)
    account.delete()
    if account.is_default and (other := BankAccount.objects.filter(creditor_id=account.creditor_id).order_by("id").first()):
        BankAccount.objects.filter(pk=other.pk).update(is_default=True)
    tell(actor, "creditors.remove_bank_account", account.creditor_id, change={"iban_ends": account.iban_hint})


def locked_account(actor: Actor, bank_account_id: int) -> BankAccount:
    actor.must(Permission.BANK_DETAILS_EDIT)
    account = BankAccount.objects.select_for_update().filter(pk=bank_account_id).first()
    if account is None:
        raise NotFound(what="bank account")
    queries.creditor(actor, account.creditor_id)
    return account


def decide_again(actor: Actor, creditor_id: int) -> None:
    """Note that what every decision rests on changed: the next run looks again at every account of the company."""
    queries.creditor(actor, creditor_id)
    Creditor.objects.filter(pk=creditor_id).update(calendar_changed_at=Now())


def tell(actor: Actor, did: str, creditor_id: int | None, *, change: dict[str, Any]) -> None:
    write_audit(actor, did=did, subject_kind="creditor", subject_id=creditor_id, creditor_id=creditor_id, change=change)
