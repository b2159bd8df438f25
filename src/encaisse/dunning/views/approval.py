"""« À approuver »: the drafts as one batch, the exact message beside, and what is approved and has not left yet."""

from collections.abc import Sequence
from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext, ngettext
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_POST, require_safe

from encaisse.creditors import queries as creditors
from encaisse.dunning import actions, queries
from encaisse.dunning.forms import ChosenForm, DraftFilterForm, WithdrawForm
from encaisse.dunning.queries import Draft, ListedItem
from encaisse.dunning.queries.planned import SENT_CHANNELS
from encaisse.dunning.rules.scenario import Channel, Level
from encaisse.dunning.views.common import back_to, filters_on_screen
from encaisse.kit.actor import Permission
from encaisse.kit.refusals import NotFound
from encaisse.ui.formats import refusal_text
from encaisse.ui.htmx import changed, panel_or_page, refusals_shown_on, said
from encaisse.ui.requests import ActorRequest
from encaisse.ui.tables import asked_for

# A mail shown on a page runs nothing and fetches nothing.
MAIL_POLICY = "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-ancestors 'self'"
# The browser's own PDF viewer brings its styles.
LETTER_POLICY = "default-src 'self'; style-src 'self' 'unsafe-inline'; object-src 'self'; frame-ancestors 'self'"
WHOLE_BATCH = 10_000
LEAVING_SHOWN = 50  # of the messages approved and not gone; the count says how many there are
SECTION_ORDER = ("claimed", "also_due", "credit", "disputed", "promised", "in_plan", "held", "to_come")


@require_safe
def approval(request: ActorRequest) -> HttpResponse:
    request.actor.must(Permission.MESSAGE_APPROVE)
    return approval_page(request, ChosenForm())


def approval_page(request: ActorRequest, form: ChosenForm) -> HttpResponse:
    """Show the batch; a plain GET also shows one draft beside: the one asked for, else the first."""
    request.GET = filters_on_screen(request)
    asked, wanted = DraftFilterForm(request.GET).chosen(), asked_for(request, columns=(), default="")
    rows, total = queries.drafts(request.actor, **asked, page=wanted.page, size=wanted.size)
    context = {
        "form": form,
        "asked": asked,
        "listing": wanted.listing(rows, total=total),
        "unsendable": queries.unsendable(request.actor),
        "mine_total": sum(row.is_mine for row in rows),
    }
    context |= grouped(request, queries.draft_groups(request.actor), **asked) | beside(request, rows)
    context["approved"], context["leaving"] = queries.approved_messages(request.actor, size=LEAVING_SHOWN)
    return panel_or_page(request, "dunning/approval.html", context, form=form, then=back_to(request, "dunning:approval"))


def grouped(
    request: ActorRequest, groups: Sequence[queries.DraftGroup], *, channel: str, level: int | None, creditor: int | None
) -> dict[str, Any]:
    """Return what the drafts are, by channel, by level and by company, and what those of the filter ask in all."""
    currencies = {group.currency for group in groups}
    by_creditor = dict(counted(groups, "creditor_id", channel=channel, level=level))
    names = {card.id: card.short_name or card.name for card in creditors.creditors_in_reach(request.actor)}
    several = len({group.creditor_id for group in groups}) > 1 or creditor is not None
    return {
        "by_channel": counted(groups, "channel", level=level, creditor_id=creditor),
        "by_level": counted(groups, "level", channel=channel, creditor_id=creditor),
        "by_creditor": [(key, name, by_creditor[key]) for key, name in names.items() if key in by_creditor] if several else [],
        "of_creditor": f"&creditor={creditor}" if creditor else "",
        "nets": totals([group for group in groups if group.is_asked(channel=channel, level=level, creditor_id=creditor)]),
        "currency": next(iter(currencies)) if len(currencies) == 1 else "",
    }


def counted(groups: Sequence[queries.DraftGroup], name: str, **narrowed: Any) -> list[tuple[Any, int]]:
    """Count the drafts by channel, level or company, among those the other filters keep."""
    counts: dict[Any, int] = {}
    for group in groups:
        if group.is_asked(**narrowed):
            counts[getattr(group, name)] = counts.get(getattr(group, name), 0) + group.drafts
    return sorted(counts.items())


def totals(groups: Sequence[queries.DraftGroup]) -> list[tuple[str, Any]]:
    sums: dict[str, Any] = {}
    for group in groups:
        sums[group.currency] = sums.get(group.currency, 0) + group.net_amount
    return sorted(sums.items())


def beside(request: ActorRequest, rows: Sequence[Draft]) -> dict[str, Any]:
    asked = request.GET.get("open", "")
    if asked.isdecimal():
        return draft_context(request, int(asked))
    return draft_context(request, rows[0].action.id) if rows else {}


def draft_context(request: ActorRequest, action_id: int) -> dict[str, Any]:
    """Return one draft with what it lists, why, and the message as it would leave now."""
    draft = queries.draft(request.actor, queries.action(request.actor, action_id))
    on = queries.day_of(request.actor, draft.action.creditor_id)
    items = queries.action_items(request.actor, [action_id]).get(action_id, [])
    is_sent = draft.action.channel in SENT_CHANNELS
    shown = queries.preview(request.actor, action_id, on=on) if is_sent else None
    return {
        "draft": draft,
        "jointly": queries.jointly(request.actor, draft.action.customer_id),
        "sections": by_section(items),
        "shown": shown,
        "problems": [refusal_text(problem, gettext) for problem in shown.problems] if shown else [],
        "own_words": queries.wordings(request.actor, [action_id]).get(action_id),
        "may_word": draft.action.channel == Channel.EMAIL and draft.action.level < Level.FORMAL_NOTICE,
        "many_customers": len({item.customer_id for item in items}) > 1,
    }


def by_section(items: Sequence[ListedItem]) -> list[tuple[str, list[ListedItem], Any]]:
    found = {section: [item for item in items if item.section == section] for section in SECTION_ORDER}
    return [(section, listed, sum(item.amount for item in listed)) for section, listed in found.items() if listed]


@require_safe
def draft_show(request: ActorRequest, action_id: int) -> HttpResponse:
    """Show one draft: beside the list (htmx), or as a page."""
    request.actor.must(Permission.CUSTOMER_VIEW)
    return panel_or_page(request, "dunning/draft.html", draft_context(request, action_id))


@require_safe
@xframe_options_sameorigin
def draft_message(request: ActorRequest, action_id: int) -> HttpResponse:
    """Give the message itself, for a frame: its HTML, its PDF, or the text of an SMS."""
    on = queries.day_of(request.actor, queries.action(request.actor, action_id).creditor_id)
    shown = queries.preview(request.actor, action_id, on=on)
    if not shown.subject and not shown.text:
        raise NotFound(what="message")
    if shown.pdf:
        headers = {"Content-Disposition": 'inline; filename="lettre.pdf"', "Content-Security-Policy": LETTER_POLICY}
        return HttpResponse(shown.pdf, content_type="application/pdf", headers=headers)
    return HttpResponse(shown.html, headers={"Content-Security-Policy": MAIL_POLICY})


def chosen_ids(request: ActorRequest, form: ChosenForm) -> list[int]:
    """Return the drafts ticked; or, with `everything`, all those of the filter that the reader may approve."""
    if "everything" not in request.POST:
        return list(form.cleaned_data["ids"]) if form.is_valid() else []
    form.errors.clear()
    rows, _total = queries.drafts(request.actor, **DraftFilterForm(request.GET).chosen(), size=WHOLE_BATCH)
    return [row.action.id for row in rows if row.is_mine]


@require_POST
def approve(request: ActorRequest) -> HttpResponse:
    """Approve the drafts ticked: each leaves at its creditor's hour, and can be withdrawn until then."""
    form = ChosenForm(request.POST)
    if ids := chosen_ids(request, form):
        with refusals_shown_on(form):
            done = actions.approve_actions(request.actor, ids)
            return changed(said(request, approval_page(request, ChosenForm()), approved_words(done)), "agenda-changed")
    return approval_page(request, form)


def approved_words(done: actions.Approved) -> str:
    words = []
    if done.approved:
        words.append(ngettext("%(count)s action approved.", "%(count)s actions approved.", done.approved) % {"count": done.approved})
    if done.waiting_for_others:
        waits = ngettext(
            "%(count)s waits for another role’s approval.", "%(count)s wait for another role’s approval.", done.waiting_for_others
        )
        words.append(waits % {"count": done.waiting_for_others})
    if done.already:
        dealt = ngettext(
            "%(count)s had been dealt with by a colleague: it leaves once.",
            "%(count)s had been dealt with by a colleague: they leave once.",
            done.already,
        )
        words.append(dealt % {"count": done.already})
    return " ".join(words)


@require_POST
def withdraw(request: ActorRequest) -> HttpResponse:
    """Take back what has not left, and say why."""
    form = WithdrawForm(request.POST)
    if form.is_valid():
        with refusals_shown_on(form):
            count = actions.withdraw_actions(request.actor, form.cleaned_data["ids"], why=form.cleaned_data["why"])
            words = ngettext("%(count)s action withdrawn.", "%(count)s actions withdrawn.", count) % {"count": count}
            return changed(said(request, approval_page(request, ChosenForm()), words), "agenda-changed")
    return approval_page(request, form)


@require_safe
def approve_badge(request: ActorRequest) -> HttpResponse:
    """Answer how many drafts wait, or nothing."""
    waiting = sum(group.drafts for group in queries.draft_groups(request.actor)) if request.actor.passes(Permission.MESSAGE_APPROVE) else 0
    return HttpResponse(str(waiting) if waiting else "")
