"""Whatever asks for a confirmation really asks: `hx-confirm` on what htmx sends, `data-confirm` on the button of a plain form."""

import re
from pathlib import Path

import pytest

from house.trees import PACKAGE

TAG = re.compile(r"<[a-z]+\b(?:[^<>\"']|\"(?:{%.*?%}|[^\"])*\"|'(?:{%.*?%}|[^'])*')*>", re.DOTALL)
SENDS = re.compile(r"\bhx-(?:post|get|put|delete)=")


def silent_confirmations(package: Path) -> list[str]:
    return [
        f"{file.relative_to(package)}: {tag[:100]}"
        for file in sorted(package.glob("*/templates/**/*.html"))
        for tag in TAG.findall(file.read_text("utf-8"))
        if ("hx-confirm=" in tag and not SENDS.search(tag))
        or ("data-confirm=" in tag and (not tag.startswith("<button") or SENDS.search(tag)))
    ]


def test_every_confirmation_is_heard() -> None:
    assert silent_confirmations(PACKAGE) == []


@pytest.mark.parametrize(
    "tag",
    [
        pytest.param('<button class="btn" hx-confirm="{% translate "Withdraw?" %}">', id="a button that htmx does not send"),
        pytest.param('<form data-confirm="{% translate "Withdraw?" %}">', id="a form instead of its button"),
        pytest.param('<button hx-post="/" data-confirm="Withdraw?">', id="a button that htmx sends without asking"),
    ],
)
def test_a_confirmation_nobody_would_see_is_caught(tmp_path: Path, tag: str) -> None:
    template = tmp_path / "cash" / "templates" / "cash" / "entry.html"
    template.parent.mkdir(parents=True)
    template.write_text(tag)
    assert silent_confirmations(tmp_path) == [f"cash/templates/cash/entry.html: {tag}"]
