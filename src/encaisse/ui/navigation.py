"""The left navigation, as a list: rooms contribute by the name of an address. An address that does not exist yet is left out."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache

from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from encaisse.kit.actor import Actor, Permission


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of the menu.

    `badge` names a fragment that answers a count; `keys` is its shortcut; `phone` puts it in the bottom bar of a phone; `is_done` keeps it
    from whoever may only ask for what is done there.
    """

    url: str
    name: str | Promise
    icon: str
    permission: Permission | None = None
    badge: str = ""
    keys: str = ""
    phone: bool = False
    is_done: bool = False


@dataclass(frozen=True, slots=True)
class Group:
    name: str | Promise
    entries: Sequence[Entry]


@dataclass(frozen=True, slots=True)
class Shown:
    """An entry as one reader sees it on one page."""

    entry: Entry
    href: str
    is_here: bool


@dataclass(frozen=True, slots=True)
class ShownGroup:
    name: str | Promise
    entries: list[Shown] = field(default_factory=list)


NAVIGATION: tuple[Group, ...] = (
    Group(
        _("Work"),
        (
            Entry("workbench:day", _("My day"), "sun", Permission.CUSTOMER_VIEW, "workbench:day_badge", "g j", phone=True),
            Entry(
                "dunning:approval",
                _("To approve"),
                "checks",
                Permission.MESSAGE_APPROVE,
                "dunning:approve_badge",
                "g a",
                phone=True,
                is_done=True,
            ),
            Entry("workbench:team", _("The team"), "users-group", Permission.TEAM_MANAGE, keys="g e"),
            Entry("messages:letters", _("Letters to print"), "printer", Permission.ACTION_SEND_TEMPLATE, keys="g l"),
            Entry("messages:to_file", _("To file"), "mail-question", Permission.ACTION_CREATE, "messages:to_file_badge", "g f"),
            Entry("messages:outbox", _("Messages sent"), "send", Permission.CUSTOMER_VIEW, keys="g m"),
            Entry("messages:trap", _("Trapped mail"), "mailbox", Permission.CUSTOMER_VIEW),
        ),
    ),
    Group(
        _("Customers"),
        (
            Entry("workbench:customers", _("Customers"), "users", Permission.CUSTOMER_VIEW, keys="g c", phone=True),
            Entry("workbench:portfolio", _("Aged balance"), "chart-histogram", Permission.INVOICE_VIEW, keys="g b", phone=True),
            Entry("dunning:not_dunned", _("What is not chased"), "hand-stop", Permission.CUSTOMER_VIEW, keys="g n"),
            Entry("workbench:idle", _("Late without action"), "hourglass", Permission.INVOICE_VIEW),
            Entry("workbench:to_qualify", _("To qualify"), "zoom-question", Permission.INVOICE_VIEW, keys="g q"),
            Entry("dunning:holds", _("Holds"), "player-pause", Permission.CUSTOMER_VIEW, keys="g h"),
        ),
    ),
    Group(
        _("Facts in"),
        (
            Entry("intake:imports", _("Imports"), "database-import", Permission.IMPORT_RUN, keys="g i"),
            Entry("intake:sources", _("Sources"), "database", Permission.IMPORT_RUN),
            Entry("dunning:go_live", _("Go-live"), "player-play", Permission.DUNNING_RUN),
            Entry("dunning:runs", _("Runs"), "route", Permission.DUNNING_RUN, keys="g r"),
        ),
    ),
    Group(
        _("Set-up"),
        (
            Entry("workbench:onboarding", _("Setting up"), "list-check", Permission.SETTINGS_EDIT),
            Entry("creditors:calendars", _("Calendar"), "calendar", Permission.SETTINGS_EDIT),
            Entry("dunning:scenarios", _("Scenarios"), "stairs-up", Permission.SCENARIO_ASSIGN, keys="g s"),
            Entry("messages:templates", _("Templates"), "template", Permission.ACTION_SEND_TEMPLATE),
            Entry("messages:mailboxes", _("Mailboxes"), "inbox", Permission.INTEGRATION_MANAGE),
            Entry("messages:channels", _("Channels and senders"), "plug-connected", Permission.INTEGRATION_MANAGE),
            Entry("workbench:portals", _("Customer portals"), "world-upload", Permission.SETTINGS_EDIT),
            Entry("people:users", _("Users and teams"), "users-group", Permission.USER_MANAGE),
            Entry("ledger:factors", _("Factoring"), "building-bank", Permission.SCENARIO_HOLD),
            Entry("ledger:rates", _("Late interest"), "percentage", Permission.SETTINGS_EDIT),
            Entry("workbench:nights", _("Last night"), "moon", Permission.SETTINGS_EDIT),
            Entry("audit:entries", _("Audit"), "history", Permission.AUDIT_VIEW),
            Entry("creditors:settings", _("Settings"), "settings", Permission.SETTINGS_EDIT),
        ),
    ),
)


@cache
def exists(url: str) -> bool:
    try:
        reverse(url)
    except NoReverseMatch:
        return False
    return True


def is_allowed(entry: Entry, actor: Actor | None) -> bool:
    if actor is None or not exists(entry.url):
        return False
    return entry.permission is None or (actor.passes(entry.permission) if entry.is_done else actor.may(entry.permission) is not None)


def shown_to(actor: Actor | None, path: str, groups: Sequence[Group] = NAVIGATION) -> list[ShownGroup]:
    """Return what an actor may open; the entry with the longest address that begins the path is where they are."""
    allowed = [(group, [entry for entry in group.entries if is_allowed(entry, actor)]) for group in groups]
    hrefs = {entry.url: reverse(entry.url) for _group, entries in allowed for entry in entries}
    here = max((href for href in hrefs.values() if path == href or (href != "/" and path.startswith(href))), key=len, default="")
    return [
        ShownGroup(group.name, [Shown(entry, hrefs[entry.url], hrefs[entry.url] == here) for entry in entries])
        for group, entries in allowed
        if entries
    ]


def first_page(actor: Actor | None) -> str | None:
    """Return the first address of the menu of an actor; None when nothing is open to them."""
    return next((shown.href for group in shown_to(actor, "") for shown in group.entries), None)
