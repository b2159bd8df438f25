"""Settings of the companies whose receivables are collected."""

from typing import Any

from django.conf import settings as project
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from encaisse.creditors import actions, queries
from encaisse.creditors.forms import BankAccountForm, CreditorForm, NewCreditorForm, QuietPeriodForm
from encaisse.db.clock import today
from encaisse.kit.actor import Permission
from encaisse.ui.htmx import panel_or_page, refusals_shown_on, said
from encaisse.ui.requests import ActorRequest


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
    return panel_or_page(request, "creditors/new.html", {"form": form}, form=form)


def back(request: HttpRequest, wanted: str, creditor_id: int) -> str:
    if wanted and url_has_allowed_host_and_scheme(wanted, allowed_hosts={request.get_host()}, require_https=request.is_secure()):
        return f"{wanted}?creditor={creditor_id}"
    return reverse("creditors:creditor", args=[creditor_id])


@require_http_methods(["GET", "HEAD", "POST"])
def creditor(request: ActorRequest, creditor_id: int) -> HttpResponse:
    """Show a company's particulars, and change them."""
    card = queries.may_edit(request.actor, creditor_id)
    form = CreditorForm(request.POST or None, initial={name: getattr(card, name) for name in CreditorForm.base_fields})
    if request.method == "POST" and form.is_valid():
        with refusals_shown_on(form):
            actions.update_creditor(request.actor, creditor_id, **form.cleaned_data)
            return said(request, redirect("creditors:creditor", creditor_id), _("The particulars are saved."))
    return page(request, card, form=form)


@require_POST
def bank_account_add(request: ActorRequest, creditor_id: int) -> HttpResponse:
    card = queries.may_edit(request.actor, creditor_id)
    form = BankAccountForm(request.POST)
    if form.is_valid():
        with refusals_shown_on(form):
            actions.add_bank_account(request.actor, creditor_id, **form.cleaned_data)
            return said(request, redirect("creditors:creditor", creditor_id), _("The bank account is added."))
    return page(request, card, bank_form=form)


@require_POST
def quiet_period_add(request: ActorRequest, creditor_id: int) -> HttpResponse:
    card = queries.may_edit(request.actor, creditor_id)
    form = QuietPeriodForm(request.POST)
    if form.is_valid():
        with refusals_shown_on(form):
            actions.add_quiet_period(request.actor, creditor_id, **form.cleaned_data)
            return said(request, redirect("creditors:creditor", creditor_id), _("The quiet period is added."))
    return page(request, card, quiet_form=form)


@require_POST
def quiet_period_remove(request: ActorRequest, creditor_id: int, quiet_period_id: int) -> HttpResponse:
    actions.remove_quiet_period(request.actor, quiet_period_id)
    return said(request, redirect("creditors:creditor", creditor_id), _("The quiet period is removed."))


def page(request: ActorRequest, card: queries.CreditorCard, **forms: Form) -> HttpResponse:
    """Show the page of one company, with the form that was just refused, if any."""
    initial = {name: getattr(card, name) for name in CreditorForm.base_fields}
    context: dict[str, Any] = {
        "card": card,
        "form": CreditorForm(initial=initial),
        "bank_form": BankAccountForm() if request.actor.may(Permission.BANK_DETAILS_EDIT) else None,
        "quiet_form": QuietPeriodForm(),
        "accounts": queries.bank_accounts(request.actor, card.id),
        "periods": [period for period in queries.quiet_periods(request.actor, card.id) if period.to_on >= today()],
        **forms,
    }
    wrong = next((form for form in forms.values() if form.errors), None)
    return panel_or_page(request, "creditors/creditor.html", context, form=wrong)
