"""The set-up assistant: from an empty installation to the first day, company by company."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from encaisse.creditors import queries as creditors
from encaisse.creditors.forms import BankAccountForm, HabitsForm, IdentityForm, LegalForm, LogoForm, NewCreditorForm
from encaisse.creditors.rules import vat_number_expected
from encaisse.kit.actor import Permission
from encaisse.ui.context import WAY_BACK
from encaisse.ui.htmx import panel_or_page
from encaisse.ui.requests import ActorRequest
from encaisse.workbench.actions.onboarding import leave_step, take_up_step
from encaisse.workbench.queries import onboarding as queries
from encaisse.workbench.rules.onboarding import SetUp


@require_safe
def onboarding(request: ActorRequest) -> HttpResponse:
    """Begin: the first company; with one, its journey; with several, the choice among them."""
    request.actor.must(Permission.SETTINGS_EDIT)
    made = request.GET.get("creditor", "")
    if made.isdecimal():
        return redirect("workbench:onboarding_creditor", int(made))
    journeys = queries.journeys(request.actor)
    if len(journeys) == 1:
        return redirect("workbench:onboarding_creditor", journeys[0].creditor.id)
    context = {
        "journeys": journeys, "may_create": creditors.may_create(request.actor),
        "form": NewCreditorForm(initial={"next": reverse("workbench:onboarding")}),
    }  # fmt: skip
    return render(request, "workbench/setup/begin.html", context)


@require_safe
def onboarding_creditor(request: ActorRequest, creditor_id: int) -> HttpResponse:
    """Show the step asked for, else the first that waits."""
    journey = queries.journey(request.actor, creditor_id)
    asked = request.GET.get("step", "")
    step = SetUp(asked) if asked in set(SetUp) else journey.waiting
    context: dict[str, Any] = {
        "journey": journey, "card": journey.creditor, "facts": journey.facts, "step": step,
        "standing": journey.standings[step] if step else None, "steps": list(journey.standings.items()),
        "done": journey.progress[0], "count": journey.progress[1], "following": following(step),
        "next": reverse("workbench:onboarding_creditor", args=[creditor_id]), "may": powers(request),
        **(forms_of(request, journey.creditor) if step in {SetUp.COMPANY, SetUp.LETTERHEAD, SetUp.ACCOUNT} else {}),
    }  # fmt: skip
    remember(request, journey, step)
    return panel_or_page(request, "workbench/setup/journey.html", context)


def remember(request: ActorRequest, journey: queries.Journey, step: SetUp | None) -> None:
    """Keep the way back for the screens the assistant leads to, until all is set up."""
    if step is None or journey.waiting is None:
        request.session.pop(WAY_BACK, None)
        return
    href = reverse("workbench:onboarding_creditor", args=[journey.creditor.id])
    request.session[WAY_BACK] = {"href": f"{href}?step={step}", "number": list(SetUp).index(step) + 1, "count": journey.progress[1]}


@require_POST
def onboarding_dismiss(request: ActorRequest) -> HttpResponse:
    """Take the way back away: the assistant stays in the menu."""
    request.session.pop(WAY_BACK, None)
    return redirect("workbench:day")


def following(step: SetUp | None) -> SetUp | None:
    steps = list(SetUp)
    return None if step is None or step is steps[-1] else steps[steps.index(step) + 1]


def powers(request: ActorRequest) -> dict[str, bool]:
    """Say which steps this person may do alone; for the others the page says whom to ask."""
    return {
        "accounts": request.actor.passes(Permission.BANK_DETAILS_EDIT),
        "imports": request.actor.passes(Permission.IMPORT_RUN),
        "channels": request.actor.may(Permission.INTEGRATION_MANAGE) is not None,
        "scenarios": request.actor.may(Permission.SCENARIO_ASSIGN) is not None,
        "people": request.actor.passes(Permission.USER_MANAGE),
        "runs": request.actor.passes(Permission.DUNNING_RUN),
    }


def forms_of(request: ActorRequest, card: creditors.CreditorCard) -> dict[str, Any]:
    filled = {
        f"{name}_form": form(initial={field: getattr(card, field) for field in form.base_fields})
        for name, form in (("identity", IdentityForm), ("habits", HabitsForm), ("legal", LegalForm))
    }
    return {
        **filled, "logo_form": LogoForm(), "expected_vat": vat_number_expected(card.siren),
        "accounts": creditors.bank_accounts(request.actor, card.id),
        "bank_form": BankAccountForm() if request.actor.passes(Permission.BANK_DETAILS_EDIT) else None,
    }  # fmt: skip


@require_POST
def step_leave(request: ActorRequest, creditor_id: int, step: str) -> HttpResponse:
    """Go on without a step, or let it wait again."""
    if step not in set(SetUp):
        raise Http404
    if request.POST.get("again") == "yes":
        take_up_step(request.actor, creditor_id, SetUp(step))
        return redirect(f"{reverse('workbench:onboarding_creditor', args=[creditor_id])}?step={step}")
    leave_step(request.actor, creditor_id, SetUp(step))
    return redirect("workbench:onboarding_creditor", creditor_id)


@require_safe
def onboarding_hint(request: ActorRequest) -> HttpResponse:
    """Answer the way to the assistant, for a screen that is empty; nothing once all is set up, or for who may not."""
    if not request.actor.passes(Permission.SETTINGS_EDIT):
        return HttpResponse("")
    journeys = queries.journeys(request.actor)
    waiting = [journey for journey in journeys if journey.waiting and not journey.facts.has_run]
    if journeys and not waiting:
        return HttpResponse("")
    return render(request, "workbench/setup/hint.html", {"journey": waiting[0] if waiting else None})
