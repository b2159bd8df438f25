"""Rates of a new half-year, entered by a person with their source."""

from datetime import date
from decimal import Decimal

from django.db import transaction

from encaisse.audit.actions import write_audit
from encaisse.kit.actor import Actor, Permission
from encaisse.ledger.models import HalfYear
from encaisse.ledger.rules.rates import HalfYearRates, check_rates


@transaction.atomic
def enter_rates(
    actor: Actor,
    *,
    starts_on: date,
    ecb: Decimal | None = None,
    legal_professional: Decimal | None = None,
    legal_individual: Decimal | None = None,
    source: str,
) -> int:
    """Enter the rates of a half-year. What is left out stays as it was; what was entered before is kept, the last one counts."""
    actor.must(Permission.SETTINGS_EDIT)
    row = HalfYearRates(starts_on, legal_individual, legal_professional, ecb)
    check_rates(row, source=source)
    kept = HalfYear.objects.create(
        starts_on=starts_on, legal_individual=legal_individual, legal_professional=legal_professional, ecb=ecb, source=source.strip(),
        entered_by_name=actor.name[:120],
    )  # fmt: skip
    change = {"starts_on": starts_on, "ecb": ecb, "legal_professional": legal_professional, "legal_individual": legal_individual}
    write_audit(actor, did="ledger.enter_rates", subject_kind="rates", subject_id=kept.pk, change={**change, "source": source})
    return kept.pk
