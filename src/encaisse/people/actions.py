import secrets
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.db import transaction
from django.urls import reverse

from encaisse.audit.actions import write_audit
from encaisse.db.clock import now
from encaisse.kit.actor import Actor, Mode, Permission, Role, Scope
from encaisse.kit.refusals import NotFound
from encaisse.people.models import Absence, Membership, PermissionRow, SignedLink, Team, User
from encaisse.people.rules import (
    SOLO_ROLES,
    AddressTaken,
    AwayFacts,
    EndsBeforeItBegins,
    LastAdministrator,
    NotAlone,
    RoleHeld,
    TeamNameTaken,
    check_absence,
    check_letter,
    check_link,
    shipped_table,
    token_digest,
)


@dataclass(frozen=True, slots=True)
class Invitation:
    """A new user and the path where they choose their password; nothing has been sent."""

    user_id: int
    path: str


@dataclass(frozen=True, slots=True)
class NewLink:
    """A signed link just made. The token is told once: only its digest is kept."""

    id: int
    token: str


@transaction.atomic
def create_user(
    actor: Actor,
    *,
    email: str,
    name: str,
    password: str | None = None,
    title: str = "",
    phone: str = "",
    language: str = "fr",
    signature: str = "",
) -> int:
    """Create a user without any role; without a password they choose one through an invitation."""
    actor.must(Permission.USER_MANAGE)
    address = email.strip().lower()
    if User.objects.filter(email=address).exists():
        raise AddressTaken(email=address)
    values = {"name": name.strip(), "title": title, "phone": phone, "language": language, "signature": signature}
    user = User.objects.create_user(address, password, **values)
    write_audit(actor, did="people.create_user", subject_kind="user", subject_id=user.pk)
    return user.pk


@transaction.atomic
def invite(actor: Actor, *, email: str, name: str, roles: tuple[Role, ...], from_on: date, language: str = "fr") -> Invitation:
    """Create a user with roles, and return the path to hand to them. Sends nothing."""
    user_id = create_user(actor, email=email, name=name, language=language)
    for role in roles:
        set_membership(actor, user_id, role=role, from_on=from_on)
    return Invitation(user_id, invitation_path(actor, user_id))


def invitation_path(actor: Actor, user_id: int) -> str:
    """Return a fresh path where a user chooses a password. It opens once, for a few days."""
    actor.must(Permission.USER_MANAGE)
    user = found_user(user_id)
    key = default_token_generator.make_token(user)
    write_audit(actor, did="people.invite", subject_kind="user", subject_id=user_id)
    return reverse("account_reset_password_from_key", kwargs={"uidb36": user_pk_to_url_str(user), "key": key})


def found_user(user_id: int) -> User:
    user = User.objects.filter(id=user_id).first()
    if user is None:
        raise NotFound(what=f"user {user_id}")
    return user


@transaction.atomic
def update_own_profile(actor: Actor, *, name: str, title: str, phone: str, language: str, signature: str) -> None:
    """Change what a person may change of themselves."""
    user = found_user(actor.user_id or 0)
    user.name, user.title, user.phone, user.language, user.signature = name.strip(), title, phone, language, signature
    user.save(update_fields=["name", "title", "phone", "language", "signature"])
    write_audit(actor, did="people.update_profile", subject_kind="user", subject_id=user.pk)


@transaction.atomic
def choose_language(actor: Actor, *, language: str) -> None:
    """Keep the language a person reads."""
    User.objects.filter(id=actor.user_id or 0).update(language=language)
    write_audit(actor, did="people.choose_language", subject_kind="user", subject_id=actor.user_id, change={"language": language})


@transaction.atomic
def set_active(actor: Actor, user_id: int, *, active: bool) -> None:
    """Let a user sign in, or no longer."""
    actor.must(Permission.USER_MANAGE)
    user = found_user(user_id)
    if not active:
        check_another_administrator(user)
    user.is_active = active
    user.save(update_fields=["is_active"])
    write_audit(actor, did="people.activate" if active else "people.deactivate", subject_kind="user", subject_id=user_id)


def check_another_administrator(user: User) -> None:
    """Refuse to lock everybody out."""
    administrators = Membership.objects.filter(role=Role.ADMIN, to_on=None, user__is_active=True)
    if administrators.filter(user=user).exists() and not administrators.exclude(user=user).exists():
        raise LastAdministrator(name=user.name)


@transaction.atomic
def set_membership(
    actor: Actor,
    user_id: int,
    *,
    role: Role,
    from_on: date,
    creditor_id: int | None = None,
    team_id: int | None = None,
    to_on: date | None = None,
) -> int:
    """Give a user a role from a day on, for one creditor or for all."""
    actor.must(Permission.USER_MANAGE)
    if to_on and to_on < from_on:
        raise EndsBeforeItBegins(from_on=from_on, to_on=to_on)
    user = found_user(user_id)
    if Membership.objects.filter(user=user, role=role, creditor_id=creditor_id, to_on=None).exists():
        raise RoleHeld(name=user.name)
    held = Membership.objects.create(user=user, role=role, creditor_id=creditor_id, team_id=team_id, from_on=from_on, to_on=to_on)
    change = {"role": role, "from_on": from_on, "to_on": to_on, "team_id": team_id}
    write_audit(actor, did="people.give_role", subject_kind="user", subject_id=user_id, creditor_id=creditor_id, change=change)
    return held.pk


@transaction.atomic
def end_membership(actor: Actor, membership_id: int, *, to_on: date) -> None:
    """End a role after a day. A role that had not begun by then disappears."""
    actor.must(Permission.USER_MANAGE)
    held = Membership.objects.select_for_update().select_related("user").filter(id=membership_id).first()
    if held is None:
        raise NotFound(what=f"role {membership_id}")
    if held.role == Role.ADMIN:
        check_another_administrator(held.user)
    held.to_on = max(to_on, held.from_on)
    if to_on < held.from_on:
        held.delete()
    else:
        held.save(update_fields=["to_on"])
    change = {"role": held.role, "to_on": to_on}
    write_audit(actor, did="people.end_role", subject_kind="user", subject_id=held.user_id, creditor_id=held.creditor_id, change=change)


@transaction.atomic
def create_team(actor: Actor, *, name: str) -> int:
    """Create a team, or return the one of that name."""
    actor.must(Permission.USER_MANAGE)
    team, is_new = Team.objects.get_or_create(name=name.strip())
    if is_new:
        write_audit(actor, did="people.create_team", subject_kind="team", subject_id=team.pk)
    return team.pk


@transaction.atomic
def set_team(actor: Actor, team_id: int, *, name: str, manager_id: int | None, member_ids: Collection[int]) -> None:
    """Say what a team is called, who leads it, and whose roles are held in it; those left out are in no team."""
    actor.must(Permission.USER_MANAGE)
    if not Team.objects.filter(pk=team_id).exists():
        raise NotFound(what=f"team {team_id}")
    if Team.objects.filter(name=name.strip()).exclude(pk=team_id).exists():
        raise TeamNameTaken(name=name.strip())
    Team.objects.filter(pk=team_id).update(name=name.strip(), manager_id=manager_id)
    held = Membership.objects.filter(to_on=None)
    held.filter(team_id=team_id).exclude(user_id__in=member_ids).update(team_id=None)
    held.filter(user_id__in=member_ids).update(team_id=team_id)
    change = {"manager_id": manager_id, "members": sorted(member_ids)}
    write_audit(actor, did="people.set_team", subject_kind="team", subject_id=team_id, change=change)


def may_speak_for(actor: Actor, user_id: int) -> None:
    """Let a person speak of their own absences, the manager of a team of its members', and who manages users of anybody's."""
    if user_id == actor.user_id or leads(actor, user_id):
        return
    led = Team.objects.filter(manager_id=actor.user_id, memberships__user_id=user_id, memberships__to_on=None)
    if actor.user_id is None or not led.exists():
        actor.must(Permission.USER_MANAGE)


@transaction.atomic
def record_absence(actor: Actor, user_id: int, *, from_on: date, to_on: date, stand_in_id: int | None = None) -> int:
    """Say that somebody is away, and who looks after their customers. Everybody may say it of themselves."""
    may_speak_for(actor, user_id)
    others = [
        AwayFacts(*row) for row in Absence.objects.filter(to_on__gte=from_on).values_list("user_id", "stand_in_id", "from_on", "to_on")
    ]
    check_absence(user_id=user_id, stand_in_id=stand_in_id, from_on=from_on, to_on=to_on, others=others)
    absence = Absence.objects.create(user_id=user_id, stand_in_id=stand_in_id, from_on=from_on, to_on=to_on)
    change = {"from_on": from_on, "to_on": to_on, "stand_in_id": stand_in_id}
    write_audit(actor, did="people.record_absence", subject_kind="user", subject_id=user_id, change=change)
    return absence.pk


def leads(actor: Actor, user_id: int) -> bool:
    """Tell whether a manager leads somebody: everybody, or those of the own team."""
    grant = actor.may(Permission.TEAM_MANAGE)
    return grant is not None and grant.allows(Mode.ACT) and (grant.scope is Scope.ALL or user_id in actor.team_ids)


@transaction.atomic
def cancel_absence(actor: Actor, absence_id: int) -> int:
    """Take an absence back, and return whose it was."""
    absence = Absence.objects.select_for_update().filter(id=absence_id).first()
    if absence is None:
        raise NotFound(what=f"absence {absence_id}")
    may_speak_for(actor, absence.user_id)
    absence.delete()
    change = {"from_on": absence.from_on, "to_on": absence.to_on}
    write_audit(actor, did="people.cancel_absence", subject_kind="user", subject_id=absence.user_id, change=change)
    return absence.user_id


@transaction.atomic
def set_permission(actor: Actor, *, permission: Permission, role: Role, letter: str) -> None:
    """Change one letter of the table of permissions; the letter as shipped removes the change."""
    actor.must(Permission.USER_MANAGE)
    check_letter(permission=permission, role=role, letter=letter)
    if letter == shipped_table()[permission, role]:
        PermissionRow.objects.filter(permission=permission, role=role).delete()
    else:
        PermissionRow.objects.update_or_create(permission=permission, role=role, defaults={"letter": letter})
    change = {"permission": permission, "role": role, "letter": letter}
    write_audit(actor, did="people.set_permission", subject_kind="permission", subject_id=None, change=change)


@transaction.atomic
def sign_link(
    actor: Actor,
    *,
    purpose: str,
    subject_id: int,
    valid_for: timedelta,
    creditor_id: int | None = None,
    customer_id: int | None = None,
) -> NewLink:
    """Make a link whose holder may do one thing about one subject. The permission is checked by the room that owns the purpose."""
    token = secrets.token_urlsafe(32)
    link = SignedLink.objects.create(
        token_digest=token_digest(token),
        purpose=purpose,
        subject_id=subject_id,
        creditor_id=creditor_id,
        customer_id=customer_id,
        made_by=actor.user_id,
        expires_at=now() + valid_for,
    )
    audit_link(actor, link, did="people.sign_link")
    return NewLink(link.pk, token)


@transaction.atomic
def use_link(actor: Actor, link_id: int) -> None:
    """Use a signed link up; a second use is refused."""
    link = SignedLink.objects.select_for_update().get(id=link_id)
    check_link(now=now(), expires_at=link.expires_at, used_at=link.used_at, revoked_at=link.revoked_at)
    link.used_at = now()
    link.save(update_fields=["used_at"])
    audit_link(actor, link, did="people.use_link")


@transaction.atomic
def revoke_link(actor: Actor, link_id: int) -> None:
    """Close a signed link for good."""
    link = SignedLink.objects.select_for_update().filter(id=link_id).first()
    if link is None or (link.creditor_id is not None and not actor.reaches(link.creditor_id)):
        raise NotFound(what=f"link {link_id}")
    if link.made_by != actor.user_id:
        actor.must(Permission.USER_MANAGE)
    link.revoked_at = link.revoked_at or now()
    link.save(update_fields=["revoked_at"])
    audit_link(actor, link, did="people.revoke_link")


def audit_link(actor: Actor, link: SignedLink, *, did: str) -> None:
    change = {"purpose": link.purpose, "about": link.subject_id}
    write_audit(
        actor,
        did=did,
        subject_kind="signed_link",
        subject_id=link.pk,
        creditor_id=link.creditor_id,
        customer_id=link.customer_id,
        change=change,
    )


@transaction.atomic
def set_up_solo(actor: Actor, *, email: str, name: str, from_on: date, password: str | None = None, language: str = "fr") -> Invitation:
    """Make one person the whole company: every role of the house, and confirmations in place of a second person's approval."""
    actor.must(Permission.USER_MANAGE)
    address = email.strip().lower()
    others = User.objects.filter(is_active=True).exclude(email=address).count()
    if others:
        raise NotAlone(count=others)
    user = User.objects.filter(email=address).first()
    user_id = user.pk if user else create_user(actor, email=address, name=name, password=password, language=language)
    held = set(Membership.objects.filter(user_id=user_id, creditor_id=None, to_on=None).values_list("role", flat=True))
    for role in SOLO_ROLES:
        if role not in held:
            set_membership(actor, user_id, role=role, from_on=from_on)
    User.objects.filter(id=user_id).update(works_alone=True)
    write_audit(actor, did="people.set_up_solo", subject_kind="user", subject_id=user_id)
    return Invitation(user_id, invitation_path(actor, user_id))


@transaction.atomic
def end_solo(actor: Actor) -> None:
    """Leave solo mode: approvals take two people again. The roles stay."""
    actor.must(Permission.USER_MANAGE)
    User.objects.filter(works_alone=True).update(works_alone=False)
    write_audit(actor, did="people.end_solo", subject_kind="user", subject_id=actor.user_id)
