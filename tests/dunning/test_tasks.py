"""A task is said to be done; a visit, a call, a deposit and a message end in their own way, and the refusal says which."""

import pytest

from encaisse.dunning.rules.scenario import Channel
from encaisse.dunning.rules.tasks import (
    CallEndsByItsResult,
    DepositEndsByItsTicket,
    MessageEndsByLeaving,
    VisitEndsByItsResult,
    check_task,
)


@pytest.mark.parametrize(
    ("channel", "refusal"),
    [
        (Channel.VISIT, VisitEndsByItsResult),
        (Channel.CALL, CallEndsByItsResult),
        (Channel.PORTAL, DepositEndsByItsTicket),
        (Channel.EMAIL, MessageEndsByLeaving),
        (Channel.REGISTERED_LETTER, MessageEndsByLeaving),
    ],
)
def test_what_has_a_result_of_its_own_is_not_said_to_be_done(channel: Channel, refusal: type[Exception]) -> None:
    with pytest.raises(refusal):
        check_task(channel.value)


@pytest.mark.parametrize("channel", [Channel.INTERNAL_TASK, Channel.SALES_TASK, Channel.BLOCK_REQUEST, Channel.HAND_OVER])
def test_a_task_of_our_own_house_is_said_to_be_done(channel: Channel) -> None:
    check_task(channel.value)
