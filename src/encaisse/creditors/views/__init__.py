"""Settings of the companies whose receivables are collected."""

from typing import Any

from django.conf import settings as project
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST, require_safe

from encaisse.creditors import actions, queries
from encaisse.creditors.actions import days
from encaisse.creditors.forms import (
    BankAccountForm,
    ClosedDayForm,
    HabitsForm,
    IdentityForm,
    LegalForm,
    LogoForm,
    NewCreditorForm,
    QuietPeriodForm,
)
from encaisse.creditors.rules import vat_number_expected
from encaisse.creditors.rules.logo import LARGEST
from encaisse.db.clock import today
from encaisse.kit.actor import Permission
from encaisse.ui.htmx import panel_or_page, refusals_shown_on, said
from encaisse.ui.requests import ActorRequest

PARTS = {"identity": IdentityForm, "habits": HabitsForm, "legal": LegalForm}


@require_GET
def settings(request: ActorRequest) -> HttpResponse:
    """List the companies; each opens on its own page."""
    request.actor.must(Permission.SETTINGS_EDIT)
    context = {"creditors": queries.creditors_in_reach(request.actor), "may_create": queries.may_create(request.actor)}
    return panel_or_page(request, "creditors/settings.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: ActorRequest) -> HttpResponse:
    """Make a company, and go back to the file that waits for it."""
    queries.must_create(request.actor)
    asked = {name: request.GET.get(name, "") for name in ("siren", "next")}
    form = NewCreditorForm(request.POST or None, initial=asked)
    if request.method == "POST" and form.is_valid():
        given = {name: form.cleaned_data[name] for name in ("name", "siren", "phone", "email", "terms_code")}
        with refusals_shown_on(form):
            creditor_id = actions.create_creditor(request.actor, actions.NewCreditor(**given, is_demonstration=project.DEMO))
            response = redirect(back(request, form.cleaned_data["next"], creditor_id))
            return said(request, response, _("%(name)s is made.") % given)
    wanted = request.POST.get("next", asked["next"])
    left = wanted if is_ours(request, wanted) else reverse("creditors:settings")
    return panel_or_page(request, "creditors/new.html", {"form": form, "back": left}, form=form)


def is_ours(request: HttpRequest, wanted: str) -> bool:
    """Say whether an address given by the browser leads to a page of ours."""
    return bool(wanted) and url_has_allowed_host_and_scheme(wanted, allowed_hosts={request.get_host()}, require_https=request.is_secure())


def back(request: HttpRequest, wanted: str, creditor_id: int) -> str:
    if is_ours(request, wanted):
        return f"{wanted}?creditor={creditor_id}"
    return reverse("creditors:creditor", args=[creditor_id])


@require_safe
def creditor(request: ActorRequest, creditor_id: int) -> HttpResponse:
    """Show all that is set of a company."""
    return page(request, queries.may_edit(request.actor, creditor_id))


@require_POST
def creditor_save(request: ActorRequest, creditor_id: int, part: str) -> HttpResponse:
    """Save one part of a company's particulars."""
    card = queries.may_edit(request.actor, creditor_id)
    if part not in PARTS:
        raise Http404
    form = PARTS[part](request.POST)
    if form.is_valid():
        with refusals_shown_on(form):
            actions.update_creditor(request.actor, creditor_id, **form.cleaned_data)
            return done(request, creditor_id, _("The particulars are saved."))
    return page(request, card, **{f"{part}_form": form})


@require_POST
def logo_set(request: ActorRequest, creditor_id: int) -> HttpResponse:
    card = queries.may_edit(request.actor, creditor_id)
    form = LogoForm(request.POST, request.FILES)
    if form.is_valid():
        with refusals_shown_on(form):
            actions.set_letterhead(request.actor, creditor_id, content=form.cleaned_data["file"].read(LARGEST + 1))
            return done(request, creditor_id, _("The logo is on the letters from now on."))
    return page(request, card, logo_form=form)


@require_POST
def logo_remove(request: ActorRequest, creditor_id: int) -> HttpResponse:
    actions.remove_letterhead(request.actor, creditor_id)
    return done(request, creditor_id, _("Letters print the name alone again."))


@require_POST
def bank_account_add(request: ActorRequest, creditor_id: int) -> HttpResponse:
    request.actor.must(Permission.BANK_DETAILS_EDIT)
    card = queries.creditor(request.actor, creditor_id)
    form = BankAccountForm(request.POST)
    if form.is_valid():
        with refusals_shown_on(form):
            actions.add_bank_account(request.actor, creditor_id, **form.cleaned_data)
            return done(request, creditor_id, _("The bank account is added."))
    return page(request, card, bank_form=form)


@require_POST
def bank_account_choose(request: ActorRequest, creditor_id: int, bank_account_id: int) -> HttpResponse:
    actions.choose_bank_account(request.actor, bank_account_id)
    return done(request, creditor_id, _("This account is on the letters from now on."))


@require_POST
def bank_account_remove(request: ActorRequest, creditor_id: int, bank_account_id: int) -> HttpResponse:
    actions.remove_bank_account(request.actor, bank_account_id)
    return done(request, creditor_id, _("The bank account is removed."))


@require_POST
def quiet_period_add(request: ActorRequest, creditor_id: int) -> HttpResponse:
    card = queries.may_edit(request.actor, creditor_id)
    form = QuietPeriodForm(request.POST)
    if form.is_valid():
        with refusals_shown_on(form):
            actions.add_quiet_period(request.actor, creditor_id, **form.cleaned_data)
            return done(request, creditor_id, _("The quiet period is added."))
    return page(request, card, quiet_form=form)


@require_POST
def quiet_period_remove(request: ActorRequest, creditor_id: int, quiet_period_id: int) -> HttpResponse:
    actions.remove_quiet_period(request.actor, quiet_period_id)
    return done(request, creditor_id, _("The quiet period is removed."))


@require_POST
def day_close(request: ActorRequest, creditor_id: int) -> HttpResponse:
    card = queries.may_edit(request.actor, creditor_id)
    form = ClosedDayForm(request.POST)
    if form.is_valid():
        with refusals_shown_on(form):
            days.close_day(request.actor, creditor_id, **form.cleaned_data)
            return done(request, creditor_id, _("The day is closed."))
    return page(request, card, closed_form=form)


@require_POST
def day_open(request: ActorRequest, creditor_id: int, closed_day_id: int) -> HttpResponse:
    days.open_day(request.actor, closed_day_id)
    return done(request, creditor_id, _("The day is a working day again."))


def done(request: ActorRequest, creditor_id: int, words: str) -> HttpResponse:
    """Go back where the person came from, the assistant or the company's page, and say what was done."""
    wanted = request.POST.get("next", "")
    return said(request, redirect(wanted if is_ours(request, wanted) else reverse("creditors:creditor", args=[creditor_id])), words)


def page(request: ActorRequest, card: queries.CreditorCard, **forms: Form) -> HttpResponse:
    """Show the page of one company, with the form that was just refused, if any."""
    context: dict[str, Any] = {
        "card": card,
        **{f"{part}_form": form(initial={name: getattr(card, name) for name in form.base_fields}) for part, form in PARTS.items()},
        "logo_form": LogoForm(),
        "bank_form": BankAccountForm() if request.actor.may(Permission.BANK_DETAILS_EDIT) else None,
        "quiet_form": QuietPeriodForm(),
        "closed_form": ClosedDayForm(),
        "accounts": queries.bank_accounts(request.actor, card.id),
        "periods": [period for period in queries.quiet_periods(request.actor, card.id) if period.to_on >= today()],
        "closed_days": queries.closed_days(request.actor, card.id, since=today()),
        "expected_vat": vat_number_expected(card.siren),
        "next": request.POST.get("next", ""),
        **forms,
    }
    wrong = next((form for form in forms.values() if form.errors), None)
    return panel_or_page(request, "creditors/creditor.html", context, form=wrong)
