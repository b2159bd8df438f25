"""The texts to deposit on customers' portals, as a day shows them."""

from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from encaisse.customers import queries as customers
from encaisse.customers.queries import PortalOfCustomer
from encaisse.dunning import queries as dunning
from encaisse.dunning.queries import ActionView
from encaisse.kit.actor import Actor

READ = 200


@dataclass(frozen=True, slots=True)
class ToDeposit:
    action: ActionView
    portal: PortalOfCustomer | None

    @property
    def code(self) -> str:
        return self.action.code

    @property
    def name(self) -> str:
        return self.action.name


def deposits_of_the_day(actor: Actor, *, on: date, collector_id: int | None = None) -> list[ToDeposit]:
    """Return what is to be deposited on a day; where the portal did not work, from the next working day on."""
    planned, _ = dunning.deposits_to_make(actor, collector_id=collector_id, size=READ)
    due = [action for action in planned if action.not_before is None or action.result != "down" or day_of(action) <= on]
    wanted = customers.portals_of(actor, [action.customer_id for action in due])
    return [ToDeposit(action, wanted.get(action.customer_id)) for action in due]


def day_of(action: ActionView) -> date:
    assert action.not_before is not None  # noqa: S101 - asked by the caller
    return action.not_before.astimezone(timezone.get_current_timezone()).date()
