"""Views of the portfolio: one's own, and those a colleague shows to the team."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.db.models import Exists, OuterRef, Q

from encaisse.kit.actor import Actor, Permission
from encaisse.people.models import Membership
from encaisse.workbench.models import SavedView
from encaisse.workbench.rules.portfolio import remembered


@dataclass(frozen=True, slots=True)
class ViewTab:
    """A view as a tab: `query` is the address it stands for."""

    id: int
    name: str
    query: str
    asked: dict[str, list[str]]
    is_own: bool
    is_shared: bool
    is_default: bool
    owner_name: str


def saved_views(actor: Actor) -> list[ViewTab]:
    """Return one's own views, then those shown to the team; who belongs to no team shows theirs to everybody."""
    actor.must(Permission.INVOICE_VIEW)
    teamed = Membership.objects.filter(user_id=OuterRef("owner_id"), team__isnull=False)
    shown = Q(is_shared=True) & (Q(owner_id__in=actor.team_ids) | ~Exists(teamed))
    rows = SavedView.objects.filter(Q(owner_id=actor.user_id) | shown).order_by("pk")
    tabs = [view_tab(row, is_own=row.owner_id == actor.user_id) for row in rows]
    return sorted(tabs, key=lambda tab: (not tab.is_own, tab.id))


def view_tab(row: SavedView, *, is_own: bool) -> ViewTab:
    asked = remembered(row.asked)
    query = urlencode(asked, doseq=True)
    return ViewTab(row.pk, row.name, query, asked, is_own, row.is_shared, row.is_default and is_own, row.owner_name)
