"""Rule 18: a version applies from a morning to come, once somebody who may has approved it; one in force is never edited."""

from datetime import date, timedelta

from encaisse.kit.refusals import Refusal, gettext_noop

DAY = timedelta(days=1)


class AppliesTooEarly(Refusal):
    sentence = gettext_noop("A version applies tomorrow at the earliest, on %(earliest)s: today's messages are decided already.")


class NoDraft(Refusal):
    sentence = gettext_noop("This scenario has no draft. Choose “Change” to make one from the version in force.")


class DraftWaits(Refusal):
    sentence = gettext_noop("This version waits for its approval: it is not changed meanwhile. Take it back first.")


class NothingChanges(Refusal):
    sentence = gettext_noop("This draft says what version %(version)s says already. Change something, or leave the draft.")


class NotToSettle(Refusal):
    sentence = gettext_noop("This version is no longer waiting: it was approved, cancelled or taken back meanwhile. Reload the page.")


class AlreadyInForce(Refusal):
    sentence = gettext_noop("Version %(version)s applies since %(from_on)s: it cannot be cancelled. Publish another one to replace it.")


class EveryonesScenario(Refusal):
    sentence = gettext_noop(
        "This scenario serves every company, and you look after some of them only. Copy it for your company, and change the copy."
    )


class StillFollowed(Refusal):
    sentence = gettext_noop(
        "“%(name)s” is still followed by %(count)s segments, customers or invoices. Give them another scenario first, then archive it."
    )


class CodeTaken(Refusal):
    sentence = gettext_noop("A scenario of this company bears the code “%(code)s” already. Choose another one.")


class Archived(Refusal):
    sentence = gettext_noop("“%(name)s” is archived: nothing follows it any more. Bring it back first.")


class OfAnotherCreditor(Refusal):
    sentence = gettext_noop("“%(name)s” belongs to another company. Choose a scenario of this one, or copy it.")


class SaidInNoWords(Refusal):
    sentence = gettext_noop("Say in a few words why: whoever decides, and your colleagues, will read it.")


def earliest(today: date) -> date:
    return today + DAY


def check_from(from_on: date, *, today: date) -> None:
    if from_on < earliest(today):
        raise AppliesTooEarly(earliest=earliest(today))
