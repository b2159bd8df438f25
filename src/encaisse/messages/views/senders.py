"""The address one writes from: one's own, a team's; and the link that proves that somebody reads it."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from encaisse.kit.actor import Mode, Permission
from encaisse.kit.refusals import NotFound
from encaisse.messages import actions, queries
from encaisse.messages.forms.channels import ExtensionForm, SenderForm
from encaisse.messages.rules.senders import Identity
from encaisse.people import queries as people
from encaisse.ui.htmx import panel_or_page, refusals_shown_on, said
from encaisse.ui.requests import ActorRequest


def values(row: queries.SenderRow | None, name: str, address: str) -> dict[str, str]:
    if row is None:
        return {"display_name": name, "address": address}
    return {"display_name": row.identity.display_name, "address": row.identity.address, "reply_to": row.identity.reply_to}


@require_http_methods(["GET", "HEAD", "POST"])
def own_sender(request: ActorRequest) -> HttpResponse:
    """Choose the address one's own messages leave from."""
    card, row = people.own_card(request.actor), queries.own_sender(request.actor)
    form = SenderForm(request.POST or None, initial=values(row, card.name, card.email))
    if request.method == "POST" and form.is_valid():
        with refusals_shown_on(form):
            token = actions.ask_own_sender(request.actor, form.identity())
            return asked(request, form.identity(), token, redirect("messages:own_sender"))
    extension = ExtensionForm(initial={"extension": queries.own_extension(request.actor)})
    has_dialer = queries.has_dialer(request.actor)
    context = {"card": card, "row": row, "form": form, "has_dialer": has_dialer, "extension_form": extension}
    return panel_or_page(request, "messages/own_sender.html", context, form=form)


def asked(request: ActorRequest, identity: Identity, token: str | None, back: HttpResponse) -> HttpResponse:
    """Send the link, and say where it went."""
    if token is None:
        return said(request, back, _("Saved: messages leave from %(address)s.") % {"address": identity.address})
    link = request.build_absolute_uri(reverse("messages:sender_verify", args=[token]))
    body = _(
        "%(name)s would like to write to customers from this address.\n\nOpen this link within three days to agree:\n%(link)s\n\n"
        "If you did not expect this, do nothing: the address is not used."
    ) % {"name": request.actor.name, "link": link}
    actions.send_verification(request.actor, identity.address, subject=_("Confirm this address as a sender"), body=body)
    words = _("A link was sent to %(address)s: the address is used once somebody opened it.") % {"address": identity.address}
    return said(request, back, words, tone="info")


@require_POST
def own_sender_forget(request: ActorRequest) -> HttpResponse:
    actions.forget_own_sender(request.actor)
    return said(request, redirect("messages:own_sender"), _("Your messages leave from your sign-in address again."))


@require_http_methods(["GET", "HEAD", "POST"])
def team_sender(request: ActorRequest, team_id: int) -> HttpResponse:
    """Choose the address a team writes from."""
    request.actor.must(Permission.INTEGRATION_MANAGE, mode=Mode.VIEW)
    name = people.team_names(request.actor).get(team_id)
    if name is None:
        raise NotFound(what="team")
    row = queries.senders_of_teams(request.actor).get(team_id)
    form = SenderForm(request.POST or None, initial=values(row, name, ""))
    if request.method == "POST" and form.is_valid():
        with refusals_shown_on(form):
            token = actions.ask_team_sender(request.actor, team_id, form.identity())
            return asked(request, form.identity(), token, redirect("messages:team_sender", team_id))
    return panel_or_page(request, "messages/team_sender.html", {"team_name": name, "row": row, "form": form}, form=form)


@require_http_methods(["GET", "HEAD", "POST"])
@login_not_required
def sender_verify(request: ActorRequest, token: str) -> HttpResponse:
    """Agree, from the mailbox itself, that an address may be written from. Opening the link shows; only the button agrees."""
    if request.method == "POST":
        address = actions.verify_sender(request.actor, token)
        return render(request, "messages/sender_verified.html", {"address": address})
    _link_id, row = queries.sender_to_verify(request.actor, token)
    return render(request, "messages/sender_verify.html", {"row": row})
