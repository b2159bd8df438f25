"""Every state, reason, channel, flag and choice has its words, in both languages."""

from collections.abc import Collection, Mapping

import pytest
from django.utils.translation import override

from encaisse.dunning.rules.conditions import READERS, conditions_from
from encaisse.dunning.rules.decisions import Reason
from encaisse.dunning.rules.manual_holds import HoldReason
from encaisse.dunning.rules.reprise import GoLiveChoice, GoLiveFlag
from encaisse.dunning.rules.scenario import Channel, Level, StepMode
from encaisse.dunning.templatetags import words
from encaisse.dunning.templatetags.conditions import condition_text
from encaisse.dunning.templatetags.dunning import choice_of
from encaisse.dunning.templatetags.said import worded
from encaisse.kit.data import shipped


@pytest.mark.parametrize(
    ("named", "known"),
    [
        (words.REASONS, Reason), (words.CHANNELS, Channel), (words.LEVEL_TONES, [int(level) for level in Level]), (words.MODES, StepMode),
        (words.HOLD_REASONS, HoldReason), (words.FLAGS, GoLiveFlag), (words.CHOICES, GoLiveChoice),
    ],
    ids=["reasons", "channels", "levels", "modes", "holds", "flags", "choices"],
)  # fmt: skip
def test_every_value_has_its_words(named: Mapping[object, object], known: Collection[object]) -> None:
    assert set(named) == set(known)


def test_every_call_script_has_its_name() -> None:
    assert set(words.CALL_SCRIPTS) == {row["code"] for row in shipped("encaisse.workbench", "call_scripts")["scripts"]}


def test_a_level_reached_is_named_as_it_was_chosen() -> None:
    assert [choice_of(kept) for kept in ("reached_2", "reached_4", "leave_out", "start_at_r1")] == [
        GoLiveChoice.REACHED_R2, GoLiveChoice.REACHED_FORMAL_NOTICE, GoLiveChoice.LEAVE_OUT, GoLiveChoice.START_AT_R1,
    ]  # fmt: skip


CONDITIONS = [
    {"kind": "item_amount_at_least", "amount": "10000"}, {"kind": "balance_at_least", "amount": "500.50"},
    {"kind": "balance_below", "amount": "150"},
    {"kind": "late_rate_above", "rate": "0.3"}, {"kind": "overdue_over_limit"}, {"kind": "overdue_days_above", "days": 24},
    {"kind": "no_reply_since_last_step"}, {"kind": "mobile_known"}, {"kind": "einvoice_code_not_in", "codes": [211, 205]},
    {"kind": "approved_by", "roles": ["CFO"]}, {"kind": "any_of", "conditions": [{"kind": "mobile_known"}, {"kind": "overdue_over_limit"}]},
]  # fmt: skip


def test_every_condition_is_said_in_words() -> None:
    assert {condition["kind"] for condition in CONDITIONS} == set(READERS)
    with override("en"):
        assert [condition_text(condition) for condition in conditions_from(CONDITIONS)] == [
            "invoice of at least €10,000", "overdue of at least €500.50", "overdue below €150", "pays late more than 30% of the time",
            "overdue above the credit limit", "more than 24 days late", "no reply since the last step", "mobile number known",
            "e-invoice not in state 205, 211", "approved by Chief financial officer",
            "mobile number known or overdue above the credit limit",
        ]  # fmt: skip


def test_a_sentence_writes_its_figures_the_reader_s_way() -> None:
    figures = {"net": "1234.5", "currency": "EUR", "minimum": "50"}
    with override("en"):
        assert (
            worded("%(net)s %(currency)s net is below the minimum of %(minimum)s.", figures)
            == "€1,234.50 net is below the minimum of €50.00."
        )
        assert worded(
            "Due at this level: %(weight)s of %(overdue)s %(currency)s overdue.", {"weight": "20", "overdue": "639.35", "currency": "USD"}
        ) == ("Due at this level: $20.00 of $639.35 overdue.")
        assert worded("Held by a person until %(until_on)s: %(why)s", {"until_on": "2026-11-24"}) == "Held by a person until 24 Nov 2026: –"
