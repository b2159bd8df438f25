"""Letters a second, one process: the words of a reminder of ten items, then its PDF/A with payment slip and QR code."""

from bench.figures import Figure, say, timed
from bench.portfolio import SYSTEM
from bench.reminders import reminder
from encaisse.messages import queries
from encaisse.messages.rules import letter_pdf, missing_variables, render

LETTERS, FEWEST = 200, 10
BAR = 40.0
CODE = "CEO_LETTER"


def figures(items: int) -> list[Figure]:
    count = max(min(LETTERS, items // 200), FEWEST)
    letter(0)
    taken = timed(lambda: [letter(no) for no in range(1, count + 1)])
    say(f"{count} letters in {taken:.2f} s, {len(letter(1)) // 1024} KiB each")
    return [Figure("letters rendered and set in type (a second)", count / taken, None, BAR, at_least=True)]


def letter(no: int) -> bytes:
    template, told = queries.template(SYSTEM, CODE, "fr"), reminder(no)
    assert not missing_variables(template, told), missing_variables(template, told)
    return letter_pdf(render(template, told), told)
