from datetime import timedelta

from django.conf import settings
from django.contrib.auth import login
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone, translation
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST
from django.views.i18n import set_language

from encaisse.kit.actor import Permission, Role
from encaisse.people import actions, queries
from encaisse.people.forms import (
    AbsenceForm,
    ColleagueAbsenceForm,
    InvitationForm,
    ProfileForm,
    RoleForm,
    TeamForm,
    TeamMembersForm,
)
from encaisse.people.rules import LETTERS, Person, shipped_table
from encaisse.ui.htmx import panel_or_page, refusals_shown_on, said
from encaisse.ui.requests import ActorRequest

BACKEND = "django.contrib.auth.backends.ModelBackend"


@require_POST
@login_not_required
def demo_sign_in(request: HttpRequest, user_id: int) -> HttpResponse:
    """Sign in with one click as one of the demonstration's people; elsewhere this page does not exist."""
    user = queries.demo_user(user_id) if settings.DEMO else None
    if user is None:
        raise Http404
    login(request, user, backend=BACKEND)
    wanted = request.POST.get("next", "")
    is_ours = url_has_allowed_host_and_scheme(wanted, allowed_hosts={request.get_host()}, require_https=request.is_secure())
    return redirect(wanted if is_ours else settings.LOGIN_REDIRECT_URL)


@require_POST
@login_not_required
def language(request: ActorRequest) -> HttpResponse:
    """Change the language, for good when somebody is signed in."""
    chosen = request.POST.get("language", "")
    if request.actor.user_id and translation.check_for_language(chosen):
        actions.choose_language(request.actor, language=chosen)
    response: HttpResponse = set_language(request)
    return response


def me(request: ActorRequest) -> HttpResponse:
    """Show and change one's own profile, and one's absences."""
    card = queries.own_card(request.actor)
    form = ProfileForm(request.POST or None, initial={name: getattr(card, name) for name in ProfileForm.base_fields})
    if request.method == "POST" and form.is_valid():
        with refusals_shown_on(form):
            actions.update_own_profile(request.actor, **form.cleaned_data)
    absence_form = AbsenceForm(colleagues=colleagues_of(request))
    today = timezone.localdate()
    led = queries.led_by(request.actor, on=today)
    context = {
        "card": card, "form": form, "absence_form": absence_form, "absences": queries.own_absences(request.actor),
        "led_form": ColleagueAbsenceForm(colleagues=colleagues_of(request), led=led) if led else None,
        "led": queries.absences_led(request.actor, on=today),
    }  # fmt: skip
    response = panel_or_page(request, "people/me.html", context, form=form, then="people:me")
    return said(request, response, _("Your profile is saved.")) if request.method == "POST" and not form.errors else response


@require_POST
def own_absence(request: ActorRequest) -> HttpResponse:
    return note_absence(request, request.actor.user_id or 0, redirect("people:me"))


def note_absence(request: ActorRequest, user_id: int, back: HttpResponse) -> HttpResponse:
    form = AbsenceForm(request.POST, colleagues=colleagues_of(request))
    if not form.is_valid():
        return said(request, back, _("Give the first and the last day of the absence."), tone="bad")
    facts = form.cleaned_data
    actions.record_absence(request.actor, user_id, from_on=facts["from_on"], to_on=facts["to_on"], stand_in_id=facts["stand_in"])
    return said(request, back, _("The absence is noted."))


def colleagues_of(request: ActorRequest) -> list[Person]:
    inside = [role for role in Role if role not in (Role.DEBTOR_PORTAL, Role.MANDATOR)]
    return queries.people_with_role(request.actor, *inside, on=timezone.localdate())


@require_POST
def absence_cancel(request: ActorRequest, absence_id: int) -> HttpResponse:
    user_id = actions.cancel_absence(request.actor, absence_id)
    manages = user_id != request.actor.user_id and request.actor.may(Permission.USER_MANAGE)
    response = redirect("people:user", user_id) if manages else redirect("people:me")
    return said(request, response, _("The absence is cancelled."))


@require_GET
def users(request: ActorRequest) -> HttpResponse:
    files = queries.user_files(request.actor, search=request.GET.get("q", "").strip())
    context = {
        "files": files,
        "teams": queries.teams(request.actor, on=timezone.localdate()),
        "team_form": TeamForm(),
        "on": timezone.localdate(),
    }
    return panel_or_page(request, "people/users.html", context)


def user_invite(request: ActorRequest) -> HttpResponse:
    """Create a user with roles and show the link to hand over."""
    request.actor.must(Permission.USER_MANAGE)
    form = InvitationForm(request.POST or None)
    invitation = None
    if request.method == "POST" and form.is_valid():
        facts = {**form.cleaned_data, "roles": tuple(Role(role) for role in form.cleaned_data["roles"])}
        with refusals_shown_on(form):
            invitation = actions.invite(request.actor, from_on=timezone.localdate(), **facts)
    link = request.build_absolute_uri(invitation.path) if invitation else ""
    return panel_or_page(request, "people/invite.html", {"form": form, "invitation": invitation, "link": link}, form=form)


@require_GET
def user(request: ActorRequest, user_id: int) -> HttpResponse:
    return user_page(request, user_id)


def user_page(request: ActorRequest, user_id: int, *, role_form: RoleForm | None = None, link: str = "") -> HttpResponse:
    today = timezone.localdate()
    teams = queries.teams(request.actor, on=today)
    context = {
        "file": queries.user_file(request.actor, user_id),
        "role_form": role_form or RoleForm(teams=teams, initial={"from_on": today}),
        "absence_form": AbsenceForm(colleagues=colleagues_of(request)),
        "link": link,
        "on": today,
    }
    return panel_or_page(request, "people/user.html", context, form=role_form)


@require_POST
def role_give(request: ActorRequest, user_id: int) -> HttpResponse:
    form = RoleForm(request.POST, teams=queries.teams(request.actor, on=timezone.localdate()))
    if form.is_valid():
        facts = form.cleaned_data
        with refusals_shown_on(form):
            actions.set_membership(
                request.actor,
                user_id,
                role=Role(facts["role"]),
                team_id=facts["team"],
                from_on=facts["from_on"],
                to_on=facts["to_on"],
            )
            return said(request, redirect("people:user", user_id), _("The role is given."))
    return user_page(request, user_id, role_form=form)


@require_POST
def role_end(request: ActorRequest, user_id: int, membership_id: int) -> HttpResponse:
    """End a role with yesterday as its last day: today it holds no more."""
    actions.end_membership(request.actor, membership_id, to_on=timezone.localdate() - timedelta(days=1))
    return said(request, redirect("people:user", user_id), _("The role is ended."))


@require_POST
def absence_record(request: ActorRequest, user_id: int) -> HttpResponse:
    return note_absence(request, user_id, redirect("people:user", user_id))


@require_POST
def invitation_renew(request: ActorRequest, user_id: int) -> HttpResponse:
    path = actions.invitation_path(request.actor, user_id)
    return user_page(request, user_id, link=request.build_absolute_uri(path))


@require_POST
def user_activate(request: ActorRequest, user_id: int) -> HttpResponse:
    active = request.POST.get("active") == "yes"
    actions.set_active(request.actor, user_id, active=active)
    words = _("The user may sign in again.") if active else _("The user may no longer sign in.")
    return said(request, redirect("people:user", user_id), words)


@require_POST
def team_create(request: ActorRequest) -> HttpResponse:
    form = TeamForm(request.POST)
    if form.is_valid():
        actions.create_team(request.actor, name=form.cleaned_data["name"])
    return redirect("people:users")


def team(request: ActorRequest, team_id: int) -> HttpResponse:
    """Show a team: its name, its members, who leads it; and change them."""
    found = next((each for each in queries.teams(request.actor, on=timezone.localdate()) if each.id == team_id), None)
    if found is None:
        raise Http404
    initial = {"name": found.name, "manager": found.manager_id, "members": queries.team_members(request.actor, team_id)}
    form = TeamMembersForm(request.POST or None, initial=initial, colleagues=colleagues_of(request))
    if request.method == "POST" and form.is_valid():
        facts = form.cleaned_data
        with refusals_shown_on(form):
            actions.set_team(request.actor, team_id, name=facts["name"], manager_id=facts["manager"], member_ids=facts["members"])
            return said(request, redirect("people:users"), _("The team is kept."))
    return panel_or_page(request, "people/team.html", {"team": found, "form": form}, form=form)


@require_POST
def led_absence(request: ActorRequest) -> HttpResponse:
    """Note the absence of somebody one leads."""
    form = ColleagueAbsenceForm(request.POST, colleagues=colleagues_of(request), led=queries.led_by(request.actor, on=timezone.localdate()))
    if not form.is_valid():
        return said(request, redirect("people:me"), _("Give the first and the last day of the absence."), tone="bad")
    return note_absence(request, form.cleaned_data["who"], redirect("people:me"))


def role_permissions(request: ActorRequest, role: str) -> HttpResponse:
    """Show the letters of one role, and keep those changed."""
    if role not in set(Role):
        raise Http404
    asked, table, shipped = Role(role), queries.permission_table(request.actor), shipped_table()
    if request.method == "POST":
        for permission in Permission:
            letter = request.POST.get(permission.value, "")
            if letter and letter != table[permission, asked]:
                actions.set_permission(request.actor, permission=permission, role=asked, letter=letter)
        return said(request, redirect("people:role_permissions", role), _("The permissions are kept."))
    changed = queries.overrides(request.actor)
    rows = [(each, table[each, asked], shipped[each, asked], (each, asked) in changed) for each in Permission]
    context = {"role": asked, "roles": list(Role), "rows": rows, "letters": LETTERS, "changed": sum(row[3] for row in rows)}
    return panel_or_page(request, "people/role_permissions.html", context)


@require_POST
def role_reset(request: ActorRequest, role: str) -> HttpResponse:
    """Put the letters of one role back as shipped."""
    if role not in set(Role):
        raise Http404
    for permission, changed in queries.overrides(request.actor):
        if changed == role:
            actions.set_permission(request.actor, permission=permission, role=changed, letter=shipped_table()[permission, changed])
    return said(request, redirect("people:role_permissions", role), _("The role is as shipped again."))


@require_POST
def solo(request: ActorRequest) -> HttpResponse:
    """Begin or leave solo mode, for oneself."""
    if request.POST.get("solo") != "yes":
        actions.end_solo(request.actor)
        return said(request, redirect("people:users"), _("Solo mode is off: approvals take two people again."))
    card = queries.own_card(request.actor)
    actions.set_up_solo(request.actor, email=card.email, name=card.name, from_on=timezone.localdate())
    return said(request, redirect("people:users"), _("Solo mode is on: you hold every role."))


def permissions(request: ActorRequest) -> HttpResponse:
    """Show the table of permissions, and change one letter of it."""
    if request.method == "POST":
        permission, role = Permission(request.POST["permission"]), Role(request.POST["role"])
        actions.set_permission(request.actor, permission=permission, role=role, letter=request.POST["letter"])
        return said(request, redirect("people:permissions"), _("The permissions are kept."))
    table, changed = queries.permission_table(request.actor), set(queries.overrides(request.actor))
    rows = [(each, [(role, table[each, role], (each, role) in changed) for role in Role]) for each in Permission]
    context = {"rows": rows, "roles": list(Role), "permissions": list(Permission), "letters": LETTERS, "changed": len(changed)}
    return panel_or_page(request, "people/permissions.html", context)
