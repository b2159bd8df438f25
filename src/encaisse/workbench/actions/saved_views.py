"""Views of the portfolio kept under a name."""

from collections.abc import Mapping, Sequence

from django.db import transaction

from encaisse.audit.actions import write_audit
from encaisse.kit.actor import Actor, Permission
from encaisse.kit.refusals import NotFound
from encaisse.workbench.models import SavedView
from encaisse.workbench.rules.portfolio import ViewOfAnother, check_name, remembered


@transaction.atomic
def save_view(actor: Actor, name: str, asked: Mapping[str, Sequence[str]], *, is_shared: bool = False, is_default: bool = False) -> int:
    """Keep how the portfolio is looked at; what is shared is offered to the team, by who may hand out its customers."""
    actor.must(Permission.INVOICE_VIEW)
    if is_shared:
        actor.must(Permission.CUSTOMER_ASSIGN)
    name = name.strip()
    own = SavedView.objects.select_for_update().filter(owner_id=actor.user_id or 0)
    check_name(name, taken=own.filter(name=name).exists())
    if is_default:
        own.update(is_default=False)
    view = SavedView.objects.create(
        owner_id=actor.user_id or 0, owner_name=actor.name[:120], name=name, asked=remembered(asked), is_shared=is_shared,
        is_default=is_default,
    )  # fmt: skip
    tell(actor, "saved", view)
    return view.pk


@transaction.atomic
def change_view(actor: Actor, view_id: int, *, name: str, is_shared: bool, is_default: bool) -> None:
    """Rename a view of one's own, share it or keep it to oneself, make it the one the portfolio opens on."""
    actor.must(Permission.INVOICE_VIEW)
    view = own_view(actor, view_id)
    if is_shared and not view.is_shared:
        actor.must(Permission.CUSTOMER_ASSIGN)
    name, own = name.strip(), SavedView.objects.filter(owner_id=view.owner_id)
    check_name(name, taken=own.filter(name=name).exclude(pk=view.pk).exists())
    if is_default:
        own.exclude(pk=view.pk).update(is_default=False)
    view.name, view.is_shared, view.is_default = name, is_shared, is_default
    view.save(update_fields=["name", "is_shared", "is_default"])
    tell(actor, "changed", view)


@transaction.atomic
def delete_view(actor: Actor, view_id: int) -> None:
    actor.must(Permission.INVOICE_VIEW)
    view = own_view(actor, view_id)
    tell(actor, "deleted", view)
    view.delete()


def own_view(actor: Actor, view_id: int) -> SavedView:
    view = SavedView.objects.select_for_update().filter(pk=view_id).first()
    if view is None:
        raise NotFound(what="view")
    if view.owner_id != actor.user_id:
        raise ViewOfAnother(name=view.name, owner=view.owner_name)
    return view


def tell(actor: Actor, did: str, view: SavedView) -> None:
    change = {"name": view.name, "is_shared": view.is_shared, "is_default": view.is_default}
    write_audit(actor, did=f"view.{did}", subject_kind="view", subject_id=view.pk, change=change)
