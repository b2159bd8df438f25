"""The portfolio review: a comment typed on the portfolio, or on the customer file with everything that was said before."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from encaisse.customers.queries import CustomerFile
from encaisse.kit.actor import Permission
from encaisse.ledger import queries as ledger
from encaisse.ui.htmx import changed, refusals_shown_on, said, wants_panel
from encaisse.ui.requests import ActorRequest
from encaisse.workbench import actions
from encaisse.workbench.forms import ReviewForm
from encaisse.workbench.queries import day as agenda
from encaisse.workbench.queries import reviews
from encaisse.workbench.views.common import customer_of, powers

UNPROCESSABLE = 422
MOST_ITEMS = 200


def form_of(request: ActorRequest, found: CustomerFile) -> ReviewForm:
    items = ledger.open_items(request.actor, customer_id=found.id)[:MOST_ITEMS] if request.actor.may(Permission.INVOICE_VIEW) else []
    return ReviewForm(request.POST or None, items={item.id: item.reference for item in items})


def written(request: ActorRequest, found: CustomerFile, form: ReviewForm) -> bool:
    """Write what the form says; a refusal goes back onto it."""
    if form.is_bound and form.is_valid():
        with refusals_shown_on(form):
            today = agenda.today_of(request.actor, found)
            actions.write_review(request.actor, found.id, form.review(), on=today, item_id=form.cleaned_data["item"])
            return True
    return False


@require_http_methods(["GET", "POST"])
def review_row(request: ActorRequest, customer_id: int) -> HttpResponse:
    """Comment on a customer from its row of the portfolio: the form under the row, then the row with what was said."""
    found = customer_of(request, customer_id)
    form = form_of(request, found)
    if not wants_panel(request) and not form.is_bound:
        return redirect("workbench:customer", customer_id)
    if written(request, found, form):
        context = {"customer": found, "review": reviews.latest_reviews(request.actor, [found.id]).get(found.id)}
        return said(request, render(request, "workbench/review_said.html", context), gettext("Comment kept."))
    return render(request, "workbench/review_row.html", {"customer": found, "form": form}, status=UNPROCESSABLE if form.errors else 200)


@require_http_methods(["GET", "POST"])
def review(request: ActorRequest, customer_id: int) -> HttpResponse:
    """Show what was said of a customer at its reviews, on its file, and take another comment."""
    found = customer_of(request, customer_id)
    form = form_of(request, found)
    if written(request, found, form):
        response = review_panel(request, found, ReviewForm(items=dict(form.fields["item"].choices[1:])))  # type: ignore[attr-defined]
        return changed(said(request, response, gettext("Comment kept.")), "customer-changed")
    return review_panel(request, found, form)


def review_panel(request: ActorRequest, found: CustomerFile, form: ReviewForm) -> HttpResponse:
    if not wants_panel(request):
        return redirect("workbench:customer", found.id)
    items = {value: words for value, words in form.fields["item"].choices if value}  # type: ignore[attr-defined]
    told = reviews.reviews_of(request.actor, found.id)
    context: dict[str, Any] = {
        "customer": found, "form": form, "items": items, "powers": powers(request.actor), "said": told,
        "standing": next((each for each in told if not each.item_id), None),
    }  # fmt: skip
    return render(request, "workbench/file_review.html", context, status=UNPROCESSABLE if form.errors else 200)
