"""Channels and senders: how the messages of each company leave, and whether they do."""

from typing import Any

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from encaisse.kit.actor import Permission
from encaisse.messages import actions, queries
from encaisse.messages.forms.channels import MailServerForm, SmsGatewayForm
from encaisse.messages.queries.mail_policy import domains_of, name_servers
from encaisse.messages.rules.mail_policy import NamesOutOfReach, NotADomain
from encaisse.messages.rules.sms import sender_name_for
from encaisse.people import queries as people
from encaisse.ui.formats import refusal_text
from encaisse.ui.htmx import panel_or_page, refusals_shown_on, said
from encaisse.ui.requests import ActorRequest

SAMPLE_BODY = '{"from": "{sender}", "to": "{to}", "text": "{text}"}'


@require_safe
def channels(request: ActorRequest) -> HttpResponse:
    """List the companies with their mail server, SMS gateway and what was tried."""
    context = {
        "ways": queries.ways_out(request.actor),
        "installation": queries.server_of_installation(request.actor),
        "is_trapped": settings.OUTBOUND != "live",
        "teams": teams_with_senders(request),
        "dialer": queries.dialer_card(request.actor),
    }
    return panel_or_page(request, "messages/channels.html", context)


def teams_with_senders(request: ActorRequest) -> list[tuple[int, str, queries.SenderRow | None]]:
    rows = queries.senders_of_teams(request.actor)
    return [(team_id, name, rows.get(team_id)) for team_id, name in people.team_names(request.actor).items()]


def may_connect(request: ActorRequest) -> bool:
    return request.actor.passes(Permission.INTEGRATION_MANAGE)


@require_http_methods(["GET", "HEAD", "POST"])
def sms_gateway(request: ActorRequest, creditor_id: int) -> HttpResponse:
    """Show how the SMS of a company leave, and change it."""
    return gateway_page(request, creditor_id)


@require_POST
def sms_door(request: ActorRequest, creditor_id: int) -> HttpResponse:
    """Open the door of customers' answers with a new secret, shown once, or close it."""
    if request.POST.get("do") == "open":
        return gateway_page(request, creditor_id, secret=actions.open_sms_door(request.actor, creditor_id))
    actions.close_sms_door(request.actor, creditor_id)
    return said(request, redirect("messages:sms_gateway", creditor_id), _("The door of customers’ answers is closed."))


def gateway_page(request: ActorRequest, creditor_id: int, *, secret: str = "") -> HttpResponse:
    creditor, kept = queries.may_look(request.actor, creditor_id), queries.gateway_card(request.actor, creditor_id)
    values, given = gateway_values(kept, creditor.short_name or creditor.name), None if secret else request.POST or None
    form = SmsGatewayForm(given, initial=values, is_kept=kept is not None and kept.has_secret)
    if request.method == "POST" and not secret and form.is_valid():
        with refusals_shown_on(form):
            actions.save_sms_gateway(request.actor, creditor_id, form.gateway())
            return said(request, redirect("messages:sms_gateway", creditor_id), _("The SMS gateway is saved: send yourself one to try it."))
    context: dict[str, Any] = {"creditor": creditor, "kept": kept, "form": form, "may_connect": may_connect(request)}
    context |= {"door": queries.sms_door(request.actor, creditor_id), "secret": secret, "address": address_of_door(request, creditor_id)}
    return panel_or_page(request, "messages/sms_gateway.html", context, form=form if form.is_bound else None)


def address_of_door(request: ActorRequest, creditor_id: int) -> str:
    return request.build_absolute_uri(f"/sms/{creditor_id}/answers/")


def gateway_values(kept: queries.GatewayCard | None, company: str) -> dict[str, Any]:
    if kept is None:
        return {"sender_name": sender_name_for(company), "body": SAMPLE_BODY, "headers": "Authorization: Bearer {secret}"}
    gateway = kept.gateway
    return {**SmsGatewayForm.values(gateway.call), "adapter": gateway.adapter.value, "sender_name": gateway.sender_name}


@require_POST
def sms_gateway_remove(request: ActorRequest, creditor_id: int) -> HttpResponse:
    actions.remove_sms_gateway(request.actor, creditor_id)
    return said(request, redirect("messages:sms_gateway", creditor_id), _("The SMS gateway is removed: SMS are refused from now on."))


@require_http_methods(["GET", "HEAD", "POST"])
def mail_server(request: ActorRequest, creditor_id: int) -> HttpResponse:
    """Show where the e-mails of a company leave from, and change it."""
    creditor, kept = queries.may_look(request.actor, creditor_id), queries.server_card(request.actor, creditor_id)
    initial = MailServerForm.values(kept.server, kept.dkim_selectors) if kept else {}
    form = MailServerForm(request.POST or None, initial=initial, is_kept=kept is not None)
    if request.method == "POST" and form.is_valid():
        with refusals_shown_on(form):
            selectors = form.cleaned_data["dkim_selectors"]
            actions.save_mail_server(request.actor, creditor_id, form.server(), dkim_selectors=selectors)
            words = _("The mail server is saved: send yourself a message to try it.")
            return said(request, redirect("messages:mail_server", creditor_id), words)
    installation = queries.server_of_installation(request.actor)
    domains = domains_of(request.actor, creditor_id, addresses_of_senders(request))
    context = {
        "creditor": creditor, "kept": kept, "form": form, "may_connect": may_connect(request), "domains": domains,
        "installation": installation,
    }  # fmt: skip
    return panel_or_page(request, "messages/mail_server.html", context, form=form)


@require_POST
def mail_server_remove(request: ActorRequest, creditor_id: int) -> HttpResponse:
    actions.remove_mail_server(request.actor, creditor_id)
    words = _("Back to the installation’s mail server.")
    return said(request, redirect("messages:mail_server", creditor_id), words)


def addresses_of_senders(request: ActorRequest) -> list[str]:
    """Return the addresses teams write from, and one's own: each has a domain of its own to look at."""
    rows = [*queries.senders_of_teams(request.actor).values(), queries.own_sender(request.actor)]
    return [row.identity.address for row in rows if row]


@require_POST
def check_domain(request: ActorRequest, creditor_id: int) -> HttpResponse:
    """Ask the name servers about a domain, and show what they say."""
    back = redirect("messages:mail_server", creditor_id)
    try:
        findings = actions.check_sender_domain(request.actor, creditor_id, request.POST.get("domain", ""), zone=name_servers)
    except (NotADomain, NamesOutOfReach) as refusal:
        return said(request, back, refusal_text(refusal, _), tone="bad")
    is_good = all(finding.tone == "good" for finding in findings)
    return said(
        request, back, _("Everything is in order.") if is_good else _("Looked up: see what to add."), tone="good" if is_good else "warn"
    )
