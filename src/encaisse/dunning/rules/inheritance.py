"""Which scenario an account or an item follows: the most specific choice wins."""

from encaisse.dunning.rules.scenario import Scenario


def inherited(
    *,
    creditor: Scenario,
    segment: Scenario | None = None,
    customer: Scenario | None = None,
    item: Scenario | None = None,
) -> Scenario:
    """Return the scenario in force: item override, else customer, else segment, else creditor."""
    return item or customer or segment or creditor
