import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Q

from encaisse.db import run_sql
from encaisse.db.clock import now
from encaisse.kit.actor import Actor, Permission, Role
from encaisse.kit.refusals import NotFound
from encaisse.people.models import Absence, Membership, PermissionRow, SignedLink, Team, User
from encaisse.people.rules import (
    Away,
    HeldRole,
    LinkRefused,
    OpenLink,
    Person,
    UserFile,
    check_link,
    grants_of,
    shipped_table,
    token_digest,
)
from encaisse.people.rules import Team as TeamRow

OUTSIDERS = (Role.DEBTOR_PORTAL, Role.MANDATOR)
CARD = ("id", "name", "email", "title", "phone", "language", "signature", "is_active")


def actor_of(user_id: int, *, on: date) -> Actor:
    """Say who a user is on a day: roles, grants, creditors in reach, own and team customers. An inactive or unknown user may nothing."""
    rows = run_sql("people.actor", user_id=user_id, on=on)
    if not rows:
        return Actor(user_id=user_id, name="")
    person = rows[0]
    held = [(Role(role), creditor_id) for role, creditor_id in json.loads(person.held)]
    reach = {creditor_id for _, creditor_id in held}
    changed = {(Permission(name), Role(role)): letter for name, role, letter in json.loads(person.changed_letters)}
    return Actor(
        user_id=user_id,
        name=person.name,
        roles=frozenset(role for role, _ in held),
        grants=grants_of(held, changed, works_alone=person.works_alone),
        creditors=frozenset(reach - {None}),
        all_creditors=None in reach,
        own_ids=frozenset(person.own_ids),
        team_ids=frozenset(person.team_ids) | frozenset(person.own_ids),
        language=person.language,
        works_alone=person.works_alone,
    )


def own_card(actor: Actor) -> Person:
    """Return who is looking."""
    return person(actor, actor.user_id or 0)


def person(actor: Actor, user_id: int) -> Person:
    """Return a colleague, as a letter's sender or a screen names them."""
    found = people(actor, [user_id])
    if user_id not in found:
        raise NotFound(what=f"user {user_id}")
    return found[user_id]


def people(actor: Actor, user_ids: Iterable[int]) -> dict[int, Person]:  # noqa: ARG001 - names of colleagues are no secret inside
    """Return colleagues by id, for names on screens and in letters."""
    return {row["id"]: Person(**row) for row in User.objects.filter(id__in=set(user_ids)).values(*CARD)}


def names(actor: Actor) -> dict[int, str]:  # noqa: ARG001 - names of colleagues are no secret inside
    """Return the names of all colleagues, those who left too: for lists that are exported whole."""
    return dict(User.objects.values_list("id", "name"))


def people_with_role(actor: Actor, *roles: Role, on: date) -> list[Person]:  # noqa: ARG001 - names of colleagues are no secret inside
    """List who holds one of the roles on a day, by name: to choose a collector, a salesperson, somebody to ask."""
    held = Membership.objects.filter(current(on), role__in=roles).values("user_id")
    return [Person(**row) for row in User.objects.filter(id__in=held, is_active=True).order_by("name").values(*CARD)]


def staffed_roles(actor: Actor, *, on: date) -> frozenset[Role]:  # noqa: ARG001 - who does what is no secret inside
    """Return the roles that somebody holds on a day: what is for a role that nobody holds falls to whoever follows the customer."""
    active = User.objects.filter(is_active=True).values("id")
    return frozenset(
        Role(role) for role in Membership.objects.filter(current(on), user_id__in=active).values_list("role", flat=True).distinct()
    )


def stand_ins(actor: Actor, user_ids: Iterable[int], *, on: date) -> dict[int, int]:  # noqa: ARG001 - absences are no secret inside
    """Say who looks after the customers of those who are away on a day (absent → stand-in)."""
    away = Absence.objects.filter(user_id__in=set(user_ids), from_on__lte=on, to_on__gte=on).exclude(stand_in=None)
    return dict(away.values_list("user_id", "stand_in_id"))


def away(actor: Actor, user_ids: Iterable[int], *, on: date) -> frozenset[int]:  # noqa: ARG001 - absences are no secret inside
    """Say who is away on a day, with or without a stand-in."""
    return frozenset(Absence.objects.filter(user_id__in=set(user_ids), from_on__lte=on, to_on__gte=on).values_list("user_id", flat=True))


def teams_of(actor: Actor, user_id: int, *, on: date) -> list[int]:  # noqa: ARG001 - who works with whom is no secret inside
    """Return the teams a person belongs to on a day."""
    held = Membership.objects.filter(current(on), user_id=user_id, team_id__isnull=False)
    return list(held.order_by("from_on", "id").values_list("team_id", flat=True).distinct())


@dataclass(frozen=True, slots=True)
class Absent:
    """Somebody away on a day: until when, and who stands in."""

    to_on: date
    stand_in_id: int | None
    stand_in: str


def absent(actor: Actor, user_ids: Iterable[int], *, on: date) -> dict[int, Absent]:  # noqa: ARG001 - absences are no secret inside
    """Say who of some people is away on a day, until when, and who stands in."""
    rows = Absence.objects.filter(user_id__in=set(user_ids), from_on__lte=on, to_on__gte=on).select_related("stand_in").order_by("to_on")
    return {row.user_id: Absent(row.to_on, row.stand_in_id, row.stand_in.name if row.stand_in else "") for row in rows}


def current(on: date) -> Q:
    return Q(from_on__lte=on) & (Q(to_on=None) | Q(to_on__gte=on))


def user_files(actor: Actor, *, search: str = "") -> list[UserFile]:
    """List the users with their roles and absences; those who left come last."""
    actor.must(Permission.USER_MANAGE)
    users = User.objects.filter(Q(name__icontains=search) | Q(email__icontains=search)).order_by("-is_active", "name", "id")
    return files_of(list(users.values(*CARD, "last_login", "works_alone")))


def user_file(actor: Actor, user_id: int) -> UserFile:
    """Return one user with their roles and absences."""
    actor.must(Permission.USER_MANAGE)
    users = list(User.objects.filter(id=user_id).values(*CARD, "last_login", "works_alone"))
    if not users:
        raise NotFound(what=f"user {user_id}")
    return files_of(users)[0]


def files_of(users: list[dict[str, Any]]) -> list[UserFile]:
    ids = [user["id"] for user in users]
    roles, away = roles_of(ids), absences_of(ids)
    return [
        UserFile(
            person=Person(**{key: user[key] for key in CARD}),
            roles=tuple(roles.get(user["id"], ())),
            absences=tuple(away.get(user["id"], ())),
            last_login=user["last_login"],
            works_alone=user["works_alone"],
        )
        for user in users
    ]


def roles_of(user_ids: list[int]) -> dict[int, list[HeldRole]]:
    found: dict[int, list[HeldRole]] = {}
    for row in Membership.objects.filter(user_id__in=user_ids).select_related("team").order_by("role", "from_on"):
        team = row.team.name if row.team else ""
        held = HeldRole(row.id, Role(row.role), row.creditor_id, row.team_id, team, row.from_on, row.to_on)
        found.setdefault(row.user_id, []).append(held)
    return found


def absences_of(user_ids: list[int]) -> dict[int, list[Away]]:
    found: dict[int, list[Away]] = {}
    for row in Absence.objects.filter(user_id__in=user_ids).select_related("stand_in").order_by("from_on"):
        away = Away(row.id, row.stand_in.name if row.stand_in else "", row.from_on, row.to_on)
        found.setdefault(row.user_id, []).append(away)
    return found


def own_absences(actor: Actor) -> list[Away]:
    """List one's own absences."""
    return absences_of([actor.user_id or 0]).get(actor.user_id or 0, [])


def teams(actor: Actor, *, on: date) -> list[TeamRow]:
    """List the teams with the number of their members on a day."""
    actor.must(Permission.USER_MANAGE)
    members = Count("memberships__user", filter=Q(memberships__in=Membership.objects.filter(current(on))), distinct=True)
    rows = Team.objects.annotate(member_count=members).order_by("name").values("id", "name", "member_count", "manager_id")
    return [TeamRow(**row) for row in rows]


def team_names(actor: Actor) -> dict[int, str]:  # noqa: ARG001 - who works with whom is no secret inside
    """Name every team."""
    return dict(Team.objects.order_by("name").values_list("id", "name"))


def team_members(actor: Actor, team_id: int) -> list[int]:
    """Return the users who hold a role in a team."""
    actor.must(Permission.USER_MANAGE)
    return sorted(set(Membership.objects.filter(team_id=team_id, to_on=None).values_list("user_id", flat=True)))


def led_by(actor: Actor, *, on: date) -> list[Person]:
    """Return the people of the teams one leads, to note their absences."""
    members = Membership.objects.filter(current(on), team__manager_id=actor.user_id or 0).values("user_id")
    rows = User.objects.filter(id__in=members, is_active=True).exclude(id=actor.user_id or 0).order_by("name").values(*CARD)
    return [Person(**row) for row in rows]


def absences_led(actor: Actor, *, on: date) -> list[tuple[Person, Away]]:
    """Return the absences to come of the people one leads."""
    led = {person.id: person for person in led_by(actor, on=on)}
    return [(led[user_id], away) for user_id, rows in absences_of(list(led)).items() for away in rows if away.to_on >= on]


def overrides(actor: Actor) -> dict[tuple[Permission, Role], str]:
    """Return what the organisation changed in the table of permissions."""
    actor.must(Permission.USER_MANAGE)
    changed = PermissionRow.objects.values_list("permission", "role", "letter")
    return {(Permission(name), Role(role)): letter for name, role, letter in changed}


def permission_table(actor: Actor) -> dict[tuple[Permission, Role], str]:
    """Return the whole table of permissions, with what the organisation changed."""
    actor.must(Permission.USER_MANAGE)
    changed = PermissionRow.objects.values_list("permission", "role", "letter")
    return {**shipped_table(), **{(Permission(name), Role(role)): letter for name, role, letter in changed}}


def who_has(actor: Actor, right: Permission) -> tuple[list[Role], list[str]]:  # noqa: ARG001 - whom to ask is no secret inside
    """Return the roles that have a right, and the names of the administrators who give it: told to whoever was refused."""
    changed = {(Permission(row.permission), Role(row.role)): row.letter for row in PermissionRow.objects.filter(permission=right.value)}
    table = {**shipped_table(), **changed}
    roles = [role for role in Role if role not in OUTSIDERS and table.get((right, role), "-") not in {"-", "V"}]
    givers = Membership.objects.filter(current(now().date()), role=Role.ADMIN, user__is_active=True)
    return roles, sorted(set(givers.values_list("user__name", flat=True)))


def open_link(token: str, *, purpose: str) -> OpenLink:
    """Return what a signed link opens, or refuse. Builds no actor: the room that owns the purpose does."""
    link = SignedLink.objects.filter(token_digest=token_digest(token), purpose=purpose).first()
    if link is None:
        raise LinkRefused
    check_link(now=now(), expires_at=link.expires_at, used_at=link.used_at, revoked_at=link.revoked_at)
    return OpenLink(link.id, link.purpose, link.subject_id, link.creditor_id, link.customer_id, link.expires_at)


def demo_people() -> list[tuple[Person, tuple[Role, ...]]]:
    """List the people of the demonstration with their roles. Called by the demonstration's sign-in only."""
    people_by_id = {row["id"]: Person(**row) for row in User.objects.filter(is_active=True).order_by("id").values(*CARD)}
    roles = roles_of(list(people_by_id))
    return [(card, tuple(held.role for held in roles[user_id])) for user_id, card in people_by_id.items() if user_id in roles]


def demo_user(user_id: int) -> User | None:
    """Return a user for the demonstration's sign-in: the one place that needs the row itself."""
    return User.objects.filter(id=user_id, is_active=True).first()


def colleagues(actor: Actor, creditor_id: int, *, on: date, search: str = "") -> list[Person]:
    """List the people of the house who work for a creditor on a day, by name; customers and mandators are no colleagues."""
    actor.must(Permission.NOTE_VIEW)
    held = Membership.objects.filter(current(on), Q(creditor_id=creditor_id) | Q(creditor_id=None)).exclude(role__in=OUTSIDERS)
    found = User.objects.filter(id__in=held.values("user_id"), is_active=True)
    if search:
        found = found.filter(Q(name__icontains=search) | Q(email__istartswith=search))
    return [Person(**row) for row in found.order_by("name", "id").values(*CARD)]
