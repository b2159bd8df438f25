"""The text of an action whose step had to change channel (rule 19)."""

from dataclasses import replace

import pytest

from dunning.payers import step
from encaisse.dunning.rules import Act, Channel, Level, StepMode
from encaisse.dunning.rules.wording import template_for

CALL = replace(step(0, "call", 1, 8, Channel.CALL), template="CALL:FIRST_OVERDUE")
MAIL = replace(step(0, "r2", 2, 15, Channel.EMAIL), template="REMIND2_EMAIL")


@pytest.mark.parametrize(
    ("of", "channel", "consumer", "template"),
    [
        pytest.param(CALL, Channel.CALL, False, "CALL:FIRST_OVERDUE", id="on its own channel a step keeps its text"),
        pytest.param(CALL, Channel.LETTER, False, "REMIND1_EMAIL", id="a call that becomes a letter says what its level says"),
        pytest.param(CALL, Channel.EMAIL, True, "REMIND1_EMAIL_B2C", id="a consumer is told the text that may be told to consumers"),
        pytest.param(CALL, Channel.SMS, False, "SMS_OVERDUE", id="a call that becomes an SMS is short"),
        pytest.param(MAIL, Channel.LETTER, False, "REMIND2_EMAIL", id="a mail that becomes a letter keeps its words"),
        pytest.param(MAIL, Channel.CALL, False, "CALL:FIRST_OVERDUE", id="a mail that becomes a call follows the script"),
    ],
)
def test_rule_19_the_text_follows_the_channel(of, channel, consumer, template) -> None:
    act = Act(step=of, channel=channel, level=Level(of.level), mode=StepMode.TO_APPROVE)
    assert template_for(act, is_consumer=consumer) == template
