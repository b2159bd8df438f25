"""The insolvency of a customer: the judgment is noted or taken back; what was born before it is no longer reminded (rule 17)."""

from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from encaisse.kit.actor import Permission
from encaisse.kit.refusals import NotFound
from encaisse.proceedings import actions as proceedings
from encaisse.proceedings import queries
from encaisse.ui.requests import ActorRequest
from encaisse.workbench.forms.insolvencies import InsolvencyForm, WithdrawForm
from encaisse.workbench.queries.day import today_of
from encaisse.workbench.views.common import customer_of
from encaisse.workbench.views.gestures import Gesture, gesture


def insolvency_note(request: ActorRequest, customer_id: int) -> HttpResponse:
    """Note the judgment that opened the insolvency of a customer."""
    found = customer_of(request, customer_id)

    def do(told: dict[str, Any], _chosen: object) -> object:
        return proceedings.note_insolvency(request.actor, found.id, **told, on=today_of(request.actor, found))

    asked = Gesture(
        form=InsolvencyForm, do=do, permission=Permission.LEGAL_OPEN, title=_("Note an insolvency"), verb=_("Note the judgment"),
        words=gettext("The judgment is noted."),
        hint=_("What was born before the judgment is claimed by legal only; what came later lives on."),
    )  # fmt: skip
    return gesture(request, found, asked)


def insolvency_withdraw(request: ActorRequest, customer_id: int) -> HttpResponse:
    """Take the judgment back, with the reason."""
    found = customer_of(request, customer_id)
    noted = queries.insolvency(request.actor, found.id)
    if noted is None or not noted.is_own:
        raise NotFound(what="insolvency")

    def do(told: dict[str, Any], _chosen: object) -> object:
        return proceedings.withdraw_insolvency(request.actor, noted.id, **told)

    asked = Gesture(
        form=WithdrawForm, do=do, permission=Permission.LEGAL_OPEN, title=_("Take the judgment back"), verb=_("Take it back"),
        words=gettext("The judgment is taken back."), hint=_("What was born before it is reminded again from the next run on."),
    )  # fmt: skip
    return gesture(request, found, asked)
