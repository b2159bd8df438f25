"""A colon that a template writes between two values is the language's own: French sets it apart from the word before."""

import re
from pathlib import Path

import pytest

from house.trees import PACKAGE

SENTENCES = re.compile(r"{% blocktranslate.*?{% endblocktranslate %}|<[^<>]*>", re.DOTALL)
BARE = re.compile(r"(?:%}|}}|</\w+>|\x00)\s?[:;?!](?=\s)")


def bare_colons(package: Path) -> list[str]:
    found = []
    for file in sorted(package.glob("*/templates/**/*.html")):
        words = SENTENCES.sub("\x00", file.read_text("utf-8"))
        found += [f"{file.relative_to(package)}: {words[max(0, each.start() - 40) : each.end()]}" for each in BARE.finditer(words)]
    return found


def test_no_template_writes_a_colon_of_its_own() -> None:
    assert bare_colons(PACKAGE) == []


@pytest.mark.parametrize(
    ("source", "is_caught"),
    [
        pytest.param('<li>{% translate "E-mail" %}: {{ state }}</li>', True, id="after a word"),
        pytest.param("<li>{{ day }}: {{ reason }}</li>", True, id="after a value"),
        pytest.param("<li>{% blocktranslate %}One{% endblocktranslate %}: {{ reason }}</li>", True, id="after a sentence"),
        pytest.param("<li>{{ day }}{% colon %} {{ reason }}</li>", False, id="the colon of the language"),
        pytest.param("<li>{% blocktranslate %}On {{ day }}: nothing.{% endblocktranslate %}</li>", False, id="inside a sentence"),
    ],
)
def test_a_bare_colon_is_caught(tmp_path: Path, source: str, is_caught: bool) -> None:
    template = tmp_path / "cash" / "templates" / "entry.html"
    template.parent.mkdir(parents=True)
    template.write_text(source)
    assert bool(bare_colons(tmp_path)) is is_caught
