"""The go-live screen: what a person sets, then closes, before anything leaves for a creditor."""

from collections.abc import Sequence
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext, ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from encaisse.creditors import queries as creditors
from encaisse.creditors.queries import CreditorCard
from encaisse.dunning import actions, queries
from encaisse.dunning.forms import GoLiveForm
from encaisse.dunning.rules.reprise import GoLiveFlag
from encaisse.dunning.views.common import back_to
from encaisse.kit.actor import Permission
from encaisse.messages import queries as outbox
from encaisse.ui.htmx import panel_or_page, refusals_shown_on, said
from encaisse.ui.requests import ActorRequest
from encaisse.ui.tables import Wanted, asked_for

EVERYTHING = 1_000_000


@require_safe
def go_live(request: ActorRequest) -> HttpResponse:
    """Open the screen of the creditor asked for, else of the first that is not live yet."""
    request.actor.must(Permission.DUNNING_RUN)
    known, since = creditors.creditors_in_reach(request.actor), queries.live_since(request.actor)
    if not known:
        return render(request, "dunning/go_live_empty.html", {})
    first = next((card for card in known if card.id not in since), known[0])
    return redirect("dunning:go_live_creditor", first.id)


@require_safe
def go_live_creditor(request: ActorRequest, creditor_id: int) -> HttpResponse:
    request.actor.must(Permission.DUNNING_RUN)
    return go_live_page(request, creditor_id, GoLiveForm(initial={"reached_on": queries.day_of(request.actor, creditor_id)}))


def filters_of(request: ActorRequest) -> dict[str, Any]:
    flag = request.GET.get("flag", "")
    return {"flag": flag if flag in set(GoLiveFlag) else "", "only_unset": request.GET.get("unset") == "1"}


def go_live_page(request: ActorRequest, creditor_id: int, form: GoLiveForm) -> HttpResponse:
    card, asked = creditors.creditor(request.actor, creditor_id), filters_of(request)
    wanted: Wanted = asked_for(request, columns=(), default="")
    on = queries.day_of(request.actor, creditor_id)
    since = queries.live_since(request.actor).get(creditor_id)
    asked["only_unset"] = asked["only_unset"] and not since
    found = queries.go_live(request.actor, creditor_id, on=on, **asked, only_set=bool(since), page=wanted.page, size=wanted.size)
    context = counted(found, is_live=bool(since)) | {
        "tried": outbox.tried(request.actor, creditor_id),
        "form": form,
        "on": on,
        "is_another_day": on != creditors.today_of(request.actor, creditor_id),
        "creditor": card,
        "creditors": creditors_shown(request, card),
        "asked": asked,
        "listing": wanted.listing(found.rows, total=found.total),
        "since": since,
    }
    then = back_to(request, "dunning:go_live_creditor", creditor_id)
    return panel_or_page(request, "dunning/go_live.html", context, form=form, then=then)


def counted(found: queries.GoLivePage, *, is_live: bool) -> dict[str, Any]:
    """Return how many items are shown and why, and how far the screen is."""
    counts = found.set_counts if is_live else found.counts
    return {
        "counts": [(flag, counts[flag.value]) for flag in GoLiveFlag if counts[flag.value]],
        "items": counts.total(),
        "left_to_set": found.left_to_set,
        "share_set": found.set_counts.total() * 100 // (found.counts.total() or 1),
    }


def creditors_shown(request: ActorRequest, here: CreditorCard) -> Sequence[tuple[CreditorCard, bool, bool]]:
    since = queries.live_since(request.actor)
    return [(card, card.id in since, card.id == here.id) for card in creditors.creditors_in_reach(request.actor)]


@require_POST
def go_live_set(request: ActorRequest, creditor_id: int) -> HttpResponse:
    """Set where the items ticked (or all those of the filter) start."""
    form = GoLiveForm(request.POST)
    if form.is_valid():
        with refusals_shown_on(form):
            count = set_items(request, creditor_id, form)
            words = ngettext("%(count)s item is set.", "%(count)s items are set.", count) % {"count": count}
            return said(request, go_live_page(request, creditor_id, GoLiveForm(initial=form.cleaned_data)), words)
    return go_live_page(request, creditor_id, form)


def set_items(request: ActorRequest, creditor_id: int, form: GoLiveForm) -> int:
    given, on = form.cleaned_data, queries.day_of(request.actor, creditor_id)
    ids = given["ids"]
    if given["everything"]:
        ids = [row.item_id for row in queries.go_live(request.actor, creditor_id, on=on, **filters_of(request), size=EVERYTHING).rows]
    return actions.set_go_live(
        request.actor, creditor_id=creditor_id, item_ids=ids, choice=given["choice"], on=on, reached_on=given["reached_on"],
        dispute_reason=given["dispute_reason"], plan=form.plan(),
    )  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
def go_live_close(request: ActorRequest, creditor_id: int) -> HttpResponse:
    """Say what closing does, then close: from then on messages may leave."""
    request.actor.must(Permission.DUNNING_RUN)
    card, on = creditors.creditor(request.actor, creditor_id), queries.day_of(request.actor, creditor_id)
    if request.method == "POST":
        actions.close_go_live(request.actor, creditor_id=creditor_id, on=on, supervised=request.POST.get("trust") != "yes")
        words = gettext("%(creditor)s is live: run the day when you are ready.") % {"creditor": card.name}
        return said(request, redirect(f"{reverse('dunning:runs')}?creditor={creditor_id}"), words)
    found = queries.go_live(request.actor, creditor_id, on=on, size=1)
    live = queries.live_since(request.actor).get(creditor_id)
    context = {"creditor": card, "left_to_set": found.left_to_set, "set_items": found.set_counts.total(), "since": live}
    context["tried"] = outbox.tried(request.actor, creditor_id)
    return render(request, "dunning/go_live_close.html", context)
