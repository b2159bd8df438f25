"""Set-up of the mailboxes that bring replies: one per company, tried before it is trusted."""

from dataclasses import replace

from django.conf import settings as project
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from encaisse.creditors import queries as creditors
from encaisse.kit.actor import Mode, Permission
from encaisse.messages import actions, queries
from encaisse.messages.forms.mailboxes import MailboxForm
from encaisse.messages.queries.boxes import way_in
from encaisse.messages.rules.mailboxes import PORTS, Key, is_same_door
from encaisse.ui.htmx import panel_or_page, refusals_shown_on, said
from encaisse.ui.requests import ActorRequest


@require_safe
def mailbox_list(request: ActorRequest) -> HttpResponse:
    """List the companies with their mailbox and how it fares."""
    grant = request.actor.must(Permission.INTEGRATION_MANAGE, mode=Mode.VIEW)
    kept = {card.creditor_id: card for card in queries.mailboxes(request.actor)}
    rows = [
        (creditor, card, queries.fault_of(request.actor, card) if card else None)
        for creditor in creditors.creditors_in_reach(request.actor)
        for card in [kept.get(creditor.id)]
    ]
    return panel_or_page(request, "messages/mailboxes.html", {"rows": rows, "may_connect": grant.allows(None)})


@require_http_methods(["GET", "HEAD", "POST"])
def mailbox_edit(request: ActorRequest, creditor_id: int) -> HttpResponse:
    """Show a mailbox, change it, or try it before it is kept."""
    request.actor.must(Permission.INTEGRATION_MANAGE)
    creditor, card = creditors.creditor(request.actor, creditor_id), queries.mailbox_of(request.actor, creditor_id)
    form = MailboxForm(
        request.POST or None, initial=MailboxForm.values(card.settings if card else None), is_kept=bool(card and card.settings.host)
    )
    tried: int | None = None
    if request.method == "POST" and form.is_valid():
        with refusals_shown_on(form):
            if "try" in request.POST:
                tried = attempt(request, form, card)
            else:
                keep(request, creditor_id, form)
                return said(request, redirect("messages:mailbox", creditor_id), _("The mailbox is kept: it is read within a minute."))
    fault = queries.fault_of(request.actor, card) if card else None
    context = {"creditor": creditor, "card": card, "form": form, "fault": fault, "tried": tried, "webhooks": webhooks(request)}
    return panel_or_page(request, "messages/mailbox.html", context, form=form)


def attempt(request: ActorRequest, form: MailboxForm, card: queries.MailboxCard | None) -> int:
    """Try what the form says, with what is kept for the same server when nothing is typed."""
    settings, typed = form.settings(), form.key()
    kept = way_in(request.actor, card.id)[1] if card and is_same_door(card.settings, settings) else Key()
    key = Key(typed.secret or kept.secret, typed.client_secret or kept.client_secret)
    mailbox_id = card.id if card and not typed.secret else None
    settings = replace(settings, port=settings.port or PORTS[settings.security])
    return actions.try_mailbox(request.actor, settings, key, mailbox_id=mailbox_id)


def keep(request: ActorRequest, creditor_id: int, form: MailboxForm) -> None:
    key = form.key()
    actions.set_mailbox(
        request.actor, creditor_id, form.settings(), password=key.secret, client_secret=key.client_secret, by_provider=form.by_provider
    )


def webhooks(request: ActorRequest) -> str:
    """Return where a provider brings mail, without the secret; nothing while the installation has none."""
    return request.build_absolute_uri("/anymail/") if project.ANYMAIL.get("WEBHOOK_SECRET") else ""


@require_POST
def mailbox_read(request: ActorRequest, creditor_id: int) -> HttpResponse:
    """Read a mailbox now."""
    card = queries.mailbox_of(request.actor, creditor_id)
    if card is None:
        return redirect("messages:mailbox", creditor_id)
    fetched = actions.fetch_mail(request.actor, mailbox_id=card.id)
    answer = redirect("messages:mailbox", creditor_id)
    if fetched.failed:
        return said(request, answer, _("The mailbox could not be read: see its state."), tone="bad")
    return said(request, answer, ngettext("%(count)d new mail.", "%(count)d new mails.", fetched.taken_in) % {"count": fetched.taken_in})
