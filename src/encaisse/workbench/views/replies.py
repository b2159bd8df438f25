"""A reply, read and dealt with: one key each, one consequence each, then the next one."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages as flashes
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from encaisse.creditors import queries as creditors
from encaisse.kit.actor import Permission
from encaisse.ledger.queries import OpenItemRow
from encaisse.messages import queries as messages
from encaisse.messages.queries import IncomingRow
from encaisse.messages.rules.replies import ReplyKind
from encaisse.ui.htmx import panel_or_page, refusals_shown_on
from encaisse.ui.requests import ActorRequest
from encaisse.workbench.actions import replies as actions
from encaisse.workbench.forms.replies import (
    ReplyAbsentForm,
    ReplyCopyForm,
    ReplyDisputeForm,
    ReplyOtherForm,
    ReplyPaidForm,
    ReplyPromiseForm,
)
from encaisse.workbench.queries import day as agenda
from encaisse.workbench.queries import items
from encaisse.workbench.queries import replies as queries
from encaisse.workbench.queries.absences import proposed_by
from encaisse.workbench.queries.departures import departure_of
from encaisse.workbench.rules.calls import AmountOverManyItems
from encaisse.workbench.rules.promised import promised_amount, promised_day
from encaisse.workbench.views.common import powers
from encaisse.workbench.views.gestures import Gesture, closing_warning, ticked, totals

PAYMENT_FOUND_IN = 5  # working days given to accounting
LONGEST_QUOTE = 1000
Asked = Callable[[ActorRequest, queries.ReplyPage], Gesture]


@require_safe
def reply(request: ActorRequest, mail_id: int) -> HttpResponse:
    """Show a reply with its thread and what is open."""
    shown = queries.reply(request.actor, mail_id)
    today = agenda.today_of(request.actor, shown.customer)
    context = {
        "shown": shown,
        "mail": shown.mail,
        "customer": shown.customer,
        "today": today,
        "absence": proposed_by(request.actor, shown.mail, on=today),
        "departure": departure_of(request.actor, shown.mail, on=today),
        "kinds": [kind for kind in kinds_of(shown.mail) if request.actor.passes(ASKED[kind][1])],
        "powers": powers(request.actor),
    }
    return render(request, "workbench/reply.html", context)


def kinds_of(mail: IncomingRow) -> list[ReplyKind]:
    """Return what a mail may be taken for: a reply for anything, an automatic one for an absence."""
    if mail.is_open:
        return list(ReplyKind)
    return [ReplyKind.ABSENT] if mail.may_say_away else []


@require_http_methods(["GET", "HEAD", "POST"])
def reply_answer(request: ActorRequest, mail_id: int, kind: str) -> HttpResponse:
    """Ask what the reply says, with what it says already filled in; then do it and go to the next reply."""
    shown = queries.reply(request.actor, mail_id)
    asked = ASKED[ReplyKind(kind)][0](request, shown)
    request.actor.must(asked.permission)
    form = asked.form(request.POST) if request.method == "POST" else asked.form(initial=asked.initial)
    chosen = items.chosen(request.actor, shown.customer.id, ticked(request.POST if request.method == "POST" else request.GET))
    if form.is_bound and form.is_valid():
        following = queries.next_reply(request.actor, after=mail_id)
        with refusals_shown_on(form):
            asked.do(form.cleaned_data, chosen)
        if not form.errors:
            warning = asked.warns(form.cleaned_data) if asked.warns else ""
            return to_next(request, f"{asked.words} {warning}".strip(), following)
    context = {"customer": shown.customer, "form": form, "chosen": chosen, "chosen_total": totals(chosen), "gesture": asked}
    return panel_or_page(request, "workbench/reply_answer.html", context | {"mail": shown.mail}, form=form if form.is_bound else None)


def to_next(request: ActorRequest, words: str, mail_id: int | None) -> HttpResponse:
    """Go on with the next reply, or back to the day; the words are said on the page that comes."""
    flashes.success(request, words)
    return redirect("workbench:reply", mail_id) if mail_id else redirect("workbench:day")


def promise(request: ActorRequest, shown: queries.ReplyPage) -> Gesture:
    today = agenda.today_of(request.actor, shown.customer)

    def do(told: dict[str, Any], chosen: list[OpenItemRow]) -> object:
        return actions.reply_promises(request.actor, shown.mail.id, item_ids=[item.id for item in chosen], on=today, **told)

    initial = {"promised_for": promised_day(shown.mail.text, on=today), "amount": promised_amount(shown.mail.text),
               "given_by": shown.mail.sender_name or shown.mail.sender}  # fmt: skip
    return Gesture(
        form=ReplyPromiseForm, do=do, permission=Permission.PROMISE_CREATE, title=_("They promise to pay"), verb=_("Note the promise"),
        words=gettext("Promise noted, the reply is answered."), initial=initial,
        warns=lambda told: closing_warning(request, shown.customer, told["promised_for"]),
        hint=_("The day and the amount were read in the reply: check them. Without ticked invoices, all that is overdue is promised.")
        if initial["promised_for"] or initial["amount"]
        else _("The reply names neither a day nor an amount. Without ticked invoices, all that is overdue is promised."),
    )  # fmt: skip


def dispute(request: ActorRequest, shown: queries.ReplyPage) -> Gesture:
    today = agenda.today_of(request.actor, shown.customer)

    def do(told: dict[str, Any], chosen: list[OpenItemRow]) -> object:
        if told["amount"] is not None and len(chosen) > 1:
            raise AmountOverManyItems(count=len(chosen))
        return actions.reply_contests(request.actor, shown.mail.id, item_ids=[item.id for item in chosen], on=today, **told)

    return Gesture(
        form=ReplyDisputeForm, do=do, permission=Permission.DISPUTE_CREATE, title=_("They contest"), verb=_("Open the dispute"),
        words=gettext("Dispute opened, the reply is answered."), initial={"comment": shown.mail.text[:LONGEST_QUOTE]},
        hint=_("Tick the contested invoices first. Their amount is held from dunning; the department in charge has a deadline."),
    )  # fmt: skip


def already_paid(request: ActorRequest, shown: queries.ReplyPage) -> Gesture:
    today = agenda.today_of(request.actor, shown.customer)
    until = creditors.calendar(request.actor, shown.customer.region).add(today, PAYMENT_FOUND_IN)

    def do(told: dict[str, Any], _chosen: list[OpenItemRow]) -> object:
        return actions.reply_says_paid(request.actor, shown.mail.id, on=today, **told)

    return Gesture(
        form=ReplyPaidForm, do=do, permission=Permission.SCENARIO_HOLD, title=_("They say it is paid"), verb=_("Ask accounting"),
        words=gettext("Accounting is asked to find the payment; the customer is left alone meanwhile."), initial={"until_on": until},
        hint=_("Accounting gets a task to find the payment, and nothing is asked for until then."),
    )  # fmt: skip


def copy_request(request: ActorRequest, shown: queries.ReplyPage) -> Gesture:
    today = agenda.today_of(request.actor, shown.customer)
    told_of = f"{shown.mail.subject}\n{shown.mail.text}"
    ticked_ids = set(ticked(request.GET))
    numbers = [item.reference for item in shown.items if item.reference and item.reference in told_of and item.id not in ticked_ids]

    def do(told: dict[str, Any], chosen: list[OpenItemRow]) -> object:
        ids = [item.id for item in chosen]
        return actions.reply_asks_copies(request.actor, shown.mail.id, item_ids=ids, comment=told["comment"], on=today)

    return Gesture(
        form=ReplyCopyForm, do=do, permission=Permission.ACTION_SEND_TEMPLATE, title=_("They ask for a copy"), verb=_("Send the copies"),
        words=gettext("What is stored is sent, the rest is asked for."), initial={"comment": ", ".join(numbers[:6])},
        hint=_("Copies of the ticked invoices leave at once; those that are stored nowhere are asked of order administration."),
    )  # fmt: skip


def absent(request: ActorRequest, shown: queries.ReplyPage) -> Gesture:
    today = agenda.today_of(request.actor, shown.customer)

    def do(told: dict[str, Any], _chosen: list[OpenItemRow]) -> object:
        return actions.reply_says_absent(request.actor, shown.mail.id, on=today, **told)

    told = messages.announced_by(request.actor, shown.mail.id)
    initial = {"back_on": told.back_on, "stand_in": told.stand_in} if told else {}
    return Gesture(
        form=ReplyAbsentForm, do=do, permission=Permission.ACTION_CREATE, title=_("They are away"), verb=_("Note the absence"),
        words=gettext("Absence noted."), initial=initial,
        hint=_("The day and the address were read in the reply: check them. It is kept on the contact, and a note says it on the file.")
        if any(initial.values())
        else _("The reply names neither a day nor an address. It is kept on the contact, and a note says it on the file."),
    )  # fmt: skip


def other(request: ActorRequest, shown: queries.ReplyPage) -> Gesture:
    def do(told: dict[str, Any], _chosen: list[OpenItemRow]) -> object:
        return actions.reply_is_noted(request.actor, shown.mail.id, note=told["note"])

    return Gesture(
        form=ReplyOtherForm, do=do, permission=Permission.ACTION_CREATE, title=_("Something else"), verb=_("Close the reply"),
        words=gettext("The reply is closed."),
    )  # fmt: skip


ASKED: dict[ReplyKind, tuple[Asked, Permission]] = {
    ReplyKind.PROMISE: (promise, Permission.PROMISE_CREATE),
    ReplyKind.DISPUTE: (dispute, Permission.DISPUTE_CREATE),
    ReplyKind.ALREADY_PAID: (already_paid, Permission.SCENARIO_HOLD),
    ReplyKind.COPY_REQUEST: (copy_request, Permission.ACTION_SEND_TEMPLATE),
    ReplyKind.ABSENT: (absent, Permission.ACTION_CREATE),
    ReplyKind.OTHER: (other, Permission.ACTION_CREATE),
}
