"""How often a person may be contacted: the product's caps, and a creditor's own, only ever stricter (domain §3.5)."""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from encaisse.dunning.rules.scenario import Channel
from encaisse.kit.refusals import Refusal, gettext_noop

WEEK = 7
MONTH = 30


class Cap(NamedTuple):
    """At most `most` contacts in any `days` days; of one channel or of all, attempts included or not."""

    channel: Channel | None
    most: int
    days: int
    with_attempts: bool = False

    @property
    def code(self) -> str:
        """Name the cap, whatever its figure: `call_7`, `call_1_tries`, `all_30`."""
        return f"{self.channel.value if self.channel else 'all'}_{self.days}{'_tries' if self.with_attempts else ''}"


BUSINESS_CAPS = (
    Cap(Channel.CALL, 1, 1),
    Cap(Channel.CALL, 3, WEEK),
    Cap(Channel.CALL, 3, 1, with_attempts=True),
    Cap(Channel.SMS, 2, WEEK),
    Cap(Channel.EMAIL, 1, 2),
    Cap(None, 15, MONTH),
)
CONSUMER_CAPS = (
    Cap(Channel.CALL, 1, 1),
    Cap(Channel.CALL, 2, WEEK),
    Cap(Channel.CALL, 2, 1, with_attempts=True),
    Cap(Channel.CALL, 4, WEEK, with_attempts=True),
    Cap(Channel.SMS, 1, WEEK),
    Cap(Channel.EMAIL, 1, 3),
    Cap(None, 8, MONTH),
)
Stricter = Mapping[str, int]


class LooserCap(Refusal):
    sentence = gettext_noop("A cap may only be stricter: at most %(most)s here, and %(asked)s was asked. Choose from 1 to %(most)s.")


class UnknownCap(Refusal):
    sentence = gettext_noop("“%(code)s” is no cap. Choose one of: %(known)s.")


def shipped_caps(*, for_consumers: bool) -> tuple[Cap, ...]:
    return CONSUMER_CAPS if for_consumers else BUSINESS_CAPS


def check_stricter(code: str, most: int, *, for_consumers: bool) -> Cap:
    """Return the cap a creditor makes stricter; refuse a looser one."""
    known = {cap.code: cap for cap in shipped_caps(for_consumers=for_consumers)}
    if code not in known:
        raise UnknownCap(code=code, known=", ".join(known))
    if not 1 <= most <= known[code].most:
        raise LooserCap(most=known[code].most, asked=most)
    return known[code]


def stricter(caps: Iterable[Cap], own: Stricter) -> tuple[Cap, ...]:
    """Return the caps with a creditor's own figures; one that would be looser changes nothing."""
    return tuple(cap._replace(most=min(cap.most, own.get(cap.code, cap.most))) for cap in caps)
