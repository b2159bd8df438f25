"""Payment plans on the customer file: proposed, accepted, withdrawn. The run follows their instalments (rule 12)."""

from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from encaisse.commitments import actions as commitments
from encaisse.commitments.rules import monthly_instalments
from encaisse.kit.actor import Permission
from encaisse.ledger.queries import OpenItemRow
from encaisse.ui.requests import ActorRequest
from encaisse.workbench.forms.plans import AcceptPlanForm, PlanForm
from encaisse.workbench.queries import day as agenda
from encaisse.workbench.queries import items
from encaisse.workbench.views.common import customer_of
from encaisse.workbench.views.gestures import Gesture, attempt, gesture


def plan(request: ActorRequest, customer_id: int) -> HttpResponse:
    """Propose a plan for the ticked items, else for all that is overdue."""
    found = customer_of(request, customer_id)
    today = agenda.today_of(request.actor, found)

    def do(told: dict[str, Any], chosen: list[OpenItemRow]) -> object:
        about = chosen or items.overdue(request.actor, found.id, on=today)
        currency = about[0].currency if about else "EUR"
        parts = monthly_instalments([item.open_amount for item in about], currency=currency, first_on=told["first_on"], count=told["count"])
        return commitments.propose_plan(request.actor, item_ids=[item.id for item in about], instalments=parts)

    asked = Gesture(
        form=PlanForm, do=do, permission=Permission.PLAN_CREATE, title=_("Propose a payment plan"), verb=_("Propose the plan"),
        words=gettext("Plan proposed."), initial={"count": 3},
        hint=_("It holds nothing until it is accepted; reminders then follow its instalments."),
    )  # fmt: skip
    return gesture(request, found, asked)


def plan_accept(request: ActorRequest, customer_id: int, plan_id: int) -> HttpResponse:
    """Put a plan in force, and keep who agreed to it and how."""
    found = customer_of(request, customer_id)
    today = agenda.today_of(request.actor, found)
    asked = Gesture(
        form=AcceptPlanForm, do=lambda told, _items: commitments.accept_plan(request.actor, plan_id, on=today, acceptance=told),
        permission=Permission.PLAN_APPROVE, title=_("Accept the payment plan"), verb=_("Put the plan in force"),
        words=gettext("Plan in force."), hint=_("What it covers is held as long as its instalments are paid."),
    )  # fmt: skip
    return gesture(request, found, asked)


@require_POST
def plan_withdraw(request: ActorRequest, customer_id: int, plan_id: int) -> HttpResponse:
    today = agenda.today_of(request.actor, customer_of(request, customer_id))
    return attempt(
        request, customer_id, gettext("Plan withdrawn."),
        lambda: commitments.withdraw_plan(request.actor, plan_id, on=today),
    )  # fmt: skip
