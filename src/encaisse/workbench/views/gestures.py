"""What is done on a customer file: promises, disputes, holds, notes. One form at a time, in a panel or on a page of its own."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any

from django.forms import Form
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from encaisse.commitments import actions as commitments
from encaisse.creditors import queries as creditors
from encaisse.customers import actions as customer_actions
from encaisse.customers import queries as customers
from encaisse.customers.queries import CustomerFile
from encaisse.disputes import actions as disputes
from encaisse.disputes.queries import DisputeView
from encaisse.disputes.rules import Correction, Outcome
from encaisse.dunning import actions as dunning
from encaisse.dunning.rules.habits import falls_in_a_closure
from encaisse.dunning.rules.values import ClosedPeriod
from encaisse.kit.actor import Permission
from encaisse.kit.money import Money
from encaisse.kit.refusals import Refusal
from encaisse.ledger.queries import OpenItemRow
from encaisse.ui.formats import day_text, money_text, refusal_text
from encaisse.ui.htmx import panel_or_page, refusals_shown_on, said, wants_panel
from encaisse.ui.requests import ActorRequest
from encaisse.workbench.actions import hold_items
from encaisse.workbench.forms import AnswerForm, CloseForm, DisputeForm, HoldForm, InstructionForm, PromiseForm
from encaisse.workbench.queries import day as agenda
from encaisse.workbench.queries import items
from encaisse.workbench.rules.calls import AmountOverManyItems
from encaisse.workbench.templatetags.workbench import reason_name
from encaisse.workbench.views.common import customer_of, done

Do = Callable[[Any, list[OpenItemRow]], object]


def ticked(values: QueryDict) -> list[int]:
    return [int(each) for each in values.getlist("ids") if each.isdecimal()]


@dataclass(frozen=True, slots=True, kw_only=True)
class Gesture:
    """A form of the customer file: what it asks, what it does, what is said once it is done."""

    form: Callable[..., Form]
    do: Do
    permission: Permission
    title: str | Promise
    verb: str | Promise
    words: str
    hint: str | Promise = ""
    body: str = "workbench/partials/gesture_fields.html"
    warns: Callable[[dict[str, Any]], str] | None = None
    initial: dict[str, Any] | None = None


def gesture(request: ActorRequest, found: CustomerFile, asked: Gesture) -> HttpResponse:
    """Show a form about the ticked items, or do what it says."""
    request.actor.must(asked.permission)
    chosen = items.chosen(request.actor, found.id, ticked(request.POST if request.method == "POST" else request.GET))
    form = asked.form(request.POST) if request.method == "POST" else asked.form(initial=asked.initial)
    if form.is_bound and form.is_valid():
        with refusals_shown_on(form):
            asked.do(form.cleaned_data, chosen)
        if not form.errors:
            warning = asked.warns(form.cleaned_data) if asked.warns else ""
            return done(request, f"{asked.words} {warning}".strip(), found.id)
    context = {"customer": found, "form": form, "chosen": chosen, "chosen_total": totals(chosen), "gesture": asked}
    return panel_or_page(request, "workbench/gesture.html", context, form=form if form.is_bound else None)


def closing_warning(request: ActorRequest, found: CustomerFile, day: date) -> str:
    """Warn whoever takes a promise for a day on which the customer is closed (rule 15); "" otherwise."""
    periods = [ClosedPeriod(row.from_on, row.to_on) for row in customers.closings(request.actor, found.id)]
    closed = next((period for period in periods if falls_in_a_closure(day, [period])), None)
    if closed is None:
        return ""
    return gettext("Careful: the customer is closed from %(from_on)s to %(to_on)s, and %(day)s falls within it.") % {
        "from_on": day_text(closed.from_on), "to_on": day_text(closed.to_on), "day": day_text(day),
    }  # fmt: skip


def totals(chosen: Iterable[OpenItemRow]) -> dict[str, Any]:
    by_currency: dict[str, Any] = {}
    for item in chosen:
        by_currency[item.currency] = by_currency.get(item.currency, 0) + item.open_amount
    return by_currency


def promise(request: ActorRequest, customer_id: int) -> HttpResponse:
    """Note a promise to pay."""
    found = customer_of(request, customer_id)
    today = agenda.today_of(request.actor, found)

    def do(told: dict[str, Any], chosen: list[OpenItemRow]) -> object:
        about = chosen or items.overdue(request.actor, found.id, on=today)
        ids, for_day = [item.id for item in about], told["promised_for"]
        return commitments.make_promise(
            request.actor, item_ids=ids, amount=told["amount"], promised_for=for_day, on=today, given_by=told["given_by"]
        )

    asked = Gesture(
        form=PromiseForm, do=do, permission=Permission.PROMISE_CREATE, title=_("Note a promise"), verb=_("Note the promise"),
        words=gettext("Promise noted."), warns=lambda told: closing_warning(request, found, told["promised_for"]),
        hint=_("Only the promised amount is held, until its day and three working days more."),
    )  # fmt: skip
    return gesture(request, found, asked)


def dispute(request: ActorRequest, customer_id: int) -> HttpResponse:
    """Open a dispute about the ticked items."""
    found = customer_of(request, customer_id)
    today = agenda.today_of(request.actor, found)

    def do(told: dict[str, Any], chosen: list[OpenItemRow]) -> object:
        if told["amount"] is not None and len(chosen) > 1:
            raise AmountOverManyItems(count=len(chosen))
        calendar = creditors.calendar(request.actor, found.region)
        amounts = {item.id: told["amount"] for item in chosen}
        return disputes.open_dispute(
            request.actor, amounts=amounts, reason=told["reason"], on=today, calendar=calendar, comment=told["comment"]
        )

    asked = Gesture(
        form=DisputeForm, do=do, permission=Permission.DISPUTE_CREATE, title=_("Open a dispute"), verb=_("Open the dispute"),
        words=gettext("Dispute opened."), hint=_("The contested amount is held from dunning; the department in charge has a deadline."),
    )  # fmt: skip
    return gesture(request, found, asked)


def hold(request: ActorRequest, customer_id: int) -> HttpResponse:
    """Hold the customer, or the ticked items, until a day."""
    found = customer_of(request, customer_id)
    today = agenda.today_of(request.actor, found)

    def do(told: dict[str, Any], chosen: list[OpenItemRow]) -> object:
        return hold_items(request.actor, found.id, [item.id for item in chosen], on=today, **told)

    asked = Gesture(
        form=HoldForm, do=do, permission=Permission.SCENARIO_HOLD, title=_("Hold dunning"), verb=_("Hold until that day"),
        words=gettext("Dunning held."), hint=_("Without ticked invoices, the whole customer is held. A hold has a reason and an end."),
    )  # fmt: skip
    return gesture(request, found, asked)


def dispute_answer(request: ActorRequest, customer_id: int, dispute_id: int) -> HttpResponse:
    found = customer_of(request, customer_id)
    today = agenda.today_of(request.actor, found)
    asked = Gesture(
        form=AnswerForm, do=lambda told, _items: disputes.answer_dispute(request.actor, dispute_id, on=today, answer=told["answer"]),
        permission=Permission.DISPUTE_RESOLVE, title=_("Answer the dispute"), verb=_("Note the answer"), words=gettext("Answer noted."),
        hint=_("The contested amount may be asked for again two working days after the answer."),
    )  # fmt: skip
    return gesture(request, found, asked)


def dispute_close(request: ActorRequest, customer_id: int, dispute_id: int) -> HttpResponse:
    found = customer_of(request, customer_id)
    today = agenda.today_of(request.actor, found)

    def do(told: dict[str, Any], _items: list[OpenItemRow]) -> object:
        return disputes.close_dispute(
            request.actor, dispute_id, on=today, outcome=Outcome(told["outcome"]), comment=told["answer"],
            correction=Correction(told["replaced_by"], told["due_on"]),
        )  # fmt: skip

    form = partial(CloseForm, replacements=items.replacements(request.actor, found.id, dispute_id))
    asked = Gesture(
        form=form, do=do, permission=Permission.DISPUTE_RESOLVE, title=_("Close the dispute"), verb=_("Close the dispute"),
        words=gettext("Dispute closed."), body="workbench/partials/dispute_close_fields.html",
        hint=told_of(*items.contested(request.actor, dispute_id)),
    )  # fmt: skip
    return gesture(request, found, asked)


def told_of(dispute: DisputeView, references: Iterable[str]) -> str:
    """Recall what a dispute is about: its reason, its invoices, what is contested of them."""
    amount = money_text(Money(dispute.disputed_amount, dispute.currency))
    return " · ".join((reason_name(dispute.reason), ", ".join(references), amount))


def instruction(request: ActorRequest, customer_id: int) -> HttpResponse:
    found = customer_of(request, customer_id)
    asked = Gesture(
        form=InstructionForm, do=lambda told, _items: customer_actions.set_instruction(request.actor, found.id, told["text"]),
        permission=Permission.CUSTOMER_INSTRUCT, title=_("Pinned instruction"), verb=_("Pin"), words=gettext("Instruction pinned."),
        initial={"text": found.instruction},
    )  # fmt: skip
    return gesture(request, found, asked)


@require_POST
def promise_withdraw(request: ActorRequest, customer_id: int, promise_id: int) -> HttpResponse:
    today = agenda.today_of(request.actor, customer_of(request, customer_id))
    return attempt(
        request, customer_id, gettext("Promise withdrawn."), lambda: commitments.withdraw_promise(request.actor, promise_id, on=today)
    )


@require_POST
def hold_lift(request: ActorRequest, customer_id: int, hold_id: int) -> HttpResponse:
    return attempt(request, customer_id, gettext("Hold lifted."), lambda: dunning.lift_hold(request.actor, hold_id))


def attempt(request: ActorRequest, customer_id: int, words: str, do: Callable[[], object]) -> HttpResponse:
    """Do one thing that needs no form, and say it, or say why not."""
    try:
        do()
    except Refusal as refusal:
        return complained(request, refusal_text(refusal, gettext), customer_id)
    return done(request, words, customer_id)


def complained(request: ActorRequest, words: str, customer_id: int) -> HttpResponse:
    response = HttpResponse("") if wants_panel(request) else redirect("workbench:customer", customer_id)
    return said(request, response, words, tone="bad")
