"""Who may do what: from letters in a table to grants, and from several roles to one actor."""

import csv
import functools
import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from importlib import resources

from encaisse.kit.actor import LOOKING, Grant, Mode, Permission, Role, Scope
from encaisse.kit.refusals import Refusal, gettext_noop

LETTERS = "APTSMVRX-"

SCOPE_OF_LETTER = {"A": Scope.ALL, "P": Scope.PORTFOLIO, "T": Scope.TEAM, "S": Scope.OWN, "M": Scope.MANDATED}
MODE_OF_LETTER = {"V": Mode.VIEW, "R": Mode.REQUEST, "X": Mode.APPROVE}

# How far a role sees: V, R and X say how far one goes, not on whose customers. A salesperson asks for their own ones only.
REACH = {
    Role.COLLECTOR: Scope.PORTFOLIO,
    Role.SALESPERSON: Scope.PORTFOLIO,
    Role.SALES_MANAGER: Scope.TEAM,
    Role.AGENCY_COLLECTOR: Scope.PORTFOLIO,
    Role.OUTSIDE_COLLECTOR: Scope.PORTFOLIO,
    Role.MANDATOR: Scope.MANDATED,
    Role.DEBTOR_PORTAL: Scope.OWN,
}

# The roles of a company of one: everything inside the house; neither the customer's side nor an outsider's.
SOLO_ROLES = (
    Role.COLLECTOR,
    Role.CREDIT_MANAGER,
    Role.CFO,
    Role.SALESPERSON,
    Role.SALES_MANAGER,
    Role.ORDER_ADMIN,
    Role.ACCOUNTANT,
    Role.LEGAL,
    Role.GENERAL_MANAGEMENT,
    Role.ADMIN,
)

MODE_RANK = [Mode.VIEW, Mode.REQUEST, Mode.APPROVE, Mode.ACT]
SCOPE_RANK = [Scope.MANDATED, Scope.OWN, Scope.PORTFOLIO, Scope.TEAM, Scope.ALL]


def grant_of(permission: Permission, role: Role, letter: str) -> Grant | None:
    """Read one letter of the table. X approves and looks, it does not act; a dash is nothing."""
    if letter in SCOPE_OF_LETTER:
        return Grant(permission, Mode.ACT, SCOPE_OF_LETTER[letter])
    if letter in MODE_OF_LETTER:
        return Grant(permission, MODE_OF_LETTER[letter], REACH.get(role, Scope.ALL))
    return None


def combine(first: Grant, second: Grant) -> Grant:
    """Join what two roles give for one permission. The wider wins whole: acting on a portfolio and looking at all never acts on all.

    A permission to look goes by scope first, any other by mode first. Who acts by one role and approves by another does both.
    """
    wider = max(first, second, key=width)
    approves = any(grant.mode is Mode.APPROVE or grant.also_approves for grant in (first, second))
    return Grant(wider.permission, wider.mode, wider.scope, also_approves=approves and wider.mode is not Mode.APPROVE)


def width(grant: Grant) -> tuple[int, int]:
    mode, scope = MODE_RANK.index(grant.mode), SCOPE_RANK.index(grant.scope)
    return (scope, mode) if grant.permission in LOOKING else (mode, scope)


Table = Mapping[tuple[Permission, Role], str]


@functools.cache
def shipped_table() -> Table:
    """Return the table of permissions as shipped: (permission, role) → letter."""
    rows = csv.DictReader(resources.files("encaisse.people").joinpath("data", "permissions.csv").read_text(encoding="utf-8").splitlines())
    return {(Permission(row["permission"]), role): row[role] for row in rows for role in Role}


def grants_of(held: Iterable[tuple[Role, int | None]], changed: Table, *, works_alone: bool = False) -> dict[Permission, Grant]:
    """Make the grants of a person from their roles and the creditor of each (None: all creditors).

    An actor has one grant per permission for all creditors in reach. Whoever holds other roles for one creditor than for another gets
    what is true of them all: less than they might, never more.
    """
    table = {**shipped_table(), **changed}
    by_creditor: dict[int | None, set[Role]] = {}
    for role, creditor_id in held:
        by_creditor.setdefault(creditor_id, set()).add(role)
    everywhere = by_creditor.get(None, set())
    each = [joined(roles | everywhere, table) for roles in by_creditor.values()]
    grants = functools.reduce(in_common, each) if each else {}
    return {permission: alone(grant) for permission, grant in grants.items()} if works_alone else grants


def joined(roles: Iterable[Role], table: Table) -> dict[Permission, Grant]:
    """Join the grants of several roles held for the same creditors."""
    grants: dict[Permission, Grant] = {}
    for role in sorted(roles):
        for permission in Permission:
            grant = grant_of(permission, role, table[permission, role])
            if grant:
                grants[permission] = combine(grants[permission], grant) if permission in grants else grant
    return grants


def in_common(first: Mapping[Permission, Grant], second: Mapping[Permission, Grant]) -> dict[Permission, Grant]:
    met = {permission: meet(first[permission], second[permission]) for permission in first if permission in second}
    return {permission: grant for permission, grant in met.items() if grant}


def meet(first: Grant, second: Grant) -> Grant | None:
    """Return what two grants of one permission both allow."""
    modes = [mode for mode in (Mode.ACT, Mode.APPROVE, Mode.VIEW, Mode.REQUEST) if first.allows(mode) and second.allows(mode)]
    if not modes:
        return None
    scope = min(first.scope, second.scope, key=SCOPE_RANK.index)
    return Grant(first.permission, modes[0], scope, also_approves=modes[:2] == [Mode.ACT, Mode.APPROVE])


def alone(grant: Grant) -> Grant:
    """Widen a grant for a company of one: nobody else could act, or approve."""
    return Grant(grant.permission, Mode.ACT, Scope.ALL, also_approves=True)


def token_digest(token: str) -> bytes:
    return hashlib.sha256(token.encode()).digest()


class LinkState(StrEnum):
    VALID = "valid"
    EXPIRED = "expired"
    USED = "used"
    REVOKED = "revoked"


def link_state(*, now: datetime, expires_at: datetime, used_at: datetime | None, revoked_at: datetime | None) -> LinkState:
    """Say whether a signed link still opens, or why not."""
    if revoked_at is not None:
        return LinkState.REVOKED
    if used_at is not None:
        return LinkState.USED
    return LinkState.EXPIRED if expires_at <= now else LinkState.VALID


@dataclass(frozen=True, slots=True)
class Person:
    """A colleague, as letters and screens name them."""

    id: int
    name: str
    email: str
    title: str = ""
    phone: str = ""
    language: str = "fr"
    signature: str = ""
    is_active: bool = True


@dataclass(frozen=True, slots=True)
class HeldRole:
    """A role held by a person, from a day to a day."""

    id: int
    role: Role
    creditor_id: int | None
    team_id: int | None
    team: str
    from_on: date
    to_on: date | None


@dataclass(frozen=True, slots=True)
class Away:
    """A person's absence and who looks after their customers."""

    id: int
    stand_in: str
    from_on: date
    to_on: date


@dataclass(frozen=True, slots=True)
class UserFile:
    """A user with their roles and absences, as the settings show them."""

    person: Person
    roles: tuple[HeldRole, ...]
    absences: tuple[Away, ...]
    last_login: datetime | None
    works_alone: bool


@dataclass(frozen=True, slots=True)
class Team:
    id: int
    name: str
    member_count: int
    manager_id: int | None = None


@dataclass(frozen=True, slots=True)
class OpenLink:
    """What the holder of a signed link may do, and about whom."""

    id: int
    purpose: str
    subject_id: int
    creditor_id: int | None
    customer_id: int | None
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class AwayFacts:
    """An absence already noted, as the next one is compared with it."""

    user_id: int
    stand_in_id: int | None
    from_on: date
    to_on: date


def check_absence(*, user_id: int, stand_in_id: int | None, from_on: date, to_on: date, others: Iterable[AwayFacts] = ()) -> None:
    """Refuse an absence that overlaps another, or whose customers nobody would look after in the end."""
    if to_on < from_on:
        raise EndsBeforeItBegins(from_on=from_on, to_on=to_on)
    if stand_in_id == user_id:
        raise OwnStandIn
    meanwhile = [other for other in others if other.from_on <= to_on and other.to_on >= from_on]
    if already := next((other for other in meanwhile if other.user_id == user_id), None):
        raise AwayAlready(from_on=already.from_on, to_on=already.to_on)
    met = {user_id}
    while away := next((other for other in meanwhile if other.user_id == stand_in_id), None):
        met.add(away.user_id)
        stand_in_id = away.stand_in_id
        if stand_in_id is None:
            raise StandInAway(from_on=away.from_on, to_on=away.to_on)
        if stand_in_id in met:
            raise StandsInAlready(from_on=away.from_on, to_on=away.to_on)


def check_letter(*, permission: Permission, role: Role, letter: str) -> None:
    if letter not in LETTERS:
        raise UnknownLetter(letter=letter, letters=" ".join(LETTERS))
    if permission is Permission.USER_MANAGE and role is Role.ADMIN and letter != "A":
        raise AdministratorsManageUsers


class AddressTaken(Refusal):
    sentence = gettext_noop("A user with the address %(email)s exists already. Give the role to that user instead.")


class EndsBeforeItBegins(Refusal):
    sentence = gettext_noop("The last day (%(to_on)s) comes before the first (%(from_on)s). Choose a later last day.")


class OwnStandIn(Refusal):
    sentence = gettext_noop("Nobody stands in for themselves. Choose a colleague, or leave the stand-in empty.")


class AwayAlready(Refusal):
    sentence = gettext_noop("This person is away from %(from_on)s to %(to_on)s already. Cancel that absence first, or choose other days.")


class StandInAway(Refusal):
    sentence = gettext_noop(
        "Whoever would stand in is away from %(from_on)s to %(to_on)s, and nobody stands in for them. Choose another colleague."
    )


class StandsInAlready(Refusal):
    sentence = gettext_noop(
        "Those who would stand in stand in for each other from %(from_on)s to %(to_on)s: nobody would look after these customers. "
        "Choose another colleague."
    )


class TeamNameTaken(Refusal):
    sentence = gettext_noop("A team is called “%(name)s” already. Choose another name, or change that team.")


class RoleHeld(Refusal):
    sentence = gettext_noop("%(name)s holds this role already. End it first, or choose another role.")


class NotAlone(Refusal):
    sentence = gettext_noop("Solo mode is for a company of one; other active users: %(count)d. Deactivate them first, or work with roles.")


class LinkRefused(Refusal):
    sentence = gettext_noop("This link opens nothing here. Check that it was copied whole, or ask for a new one.")


class LinkExpired(LinkRefused):
    sentence = gettext_noop("This link has expired. Ask for a new one.")


class LinkUsed(LinkRefused):
    sentence = gettext_noop("This link was used already. Ask for a new one.")


class LinkRevoked(LinkRefused):
    sentence = gettext_noop("This link was withdrawn. Ask for a new one.")


CLOSED = {LinkState.EXPIRED: LinkExpired, LinkState.USED: LinkUsed, LinkState.REVOKED: LinkRevoked}


def check_link(*, now: datetime, expires_at: datetime, used_at: datetime | None, revoked_at: datetime | None) -> None:
    """Refuse a link that no longer opens."""
    state = link_state(now=now, expires_at=expires_at, used_at=used_at, revoked_at=revoked_at)
    if state is not LinkState.VALID:
        raise CLOSED[state]


class LastAdministrator(Refusal):
    sentence = gettext_noop("%(name)s is the last administrator. Give that role to somebody else first.")


class UnknownLetter(Refusal):
    sentence = gettext_noop("“%(letter)s” is no letter of the table of permissions. Choose one of: %(letters)s.")


class AdministratorsManageUsers(Refusal):
    sentence = gettext_noop("Administrators must keep managing the users, or nobody could undo it. Change another role instead.")
