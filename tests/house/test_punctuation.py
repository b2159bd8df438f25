"""What readers see: the colon of their language, the apostrophe of French, and no element spilt out of an attribute."""

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


def quoting_templates(package: Path) -> list[str]:
    """Find the templates that write the quotation marks of one language round a value: `quoted` writes the reader's."""
    files = sorted(package.glob("*/templates/**/*.html"))
    return [str(file.relative_to(package)) for file in files if re.search(r"[«“]\s*{{", SENTENCES.sub("\x00", file.read_text("utf-8")))]


def test_no_template_writes_quotation_marks_of_its_own() -> None:
    assert quoting_templates(PACKAGE) == []


def test_quotation_marks_of_one_language_are_caught(tmp_path: Path) -> None:
    template = tmp_path / "cash" / "templates" / "entry.html"
    template.parent.mkdir(parents=True)
    template.write_text("<p>« {{ words }} »</p>")
    assert quoting_templates(tmp_path) == ["cash/templates/entry.html"]


ATTRIBUTE = re.compile(r"""\b[a-z-]+=(?:"((?:{%.*?%}|{{.*?}}|[^"])*)"|'((?:{%.*?%}|{{.*?}}|[^'])*)')""", re.DOTALL)
ELEMENT = re.compile(r"\|(?:day|instant|ago)\b")


def elements_in_attributes(package: Path) -> list[str]:
    """Find the days written as `<time>` inside an attribute: it ends there, and its rest shows on the page."""
    return [
        f"{file.relative_to(package)}: {found[0][:100]}"
        for file in sorted(package.glob("*/templates/**/*.html"))
        for found in ATTRIBUTE.finditer(file.read_text("utf-8"))
        if ELEMENT.search(found[1] or found[2] or "")
    ]


def test_no_day_is_an_element_inside_an_attribute() -> None:
    assert elements_in_attributes(PACKAGE) == []


@pytest.mark.parametrize(
    ("source", "is_caught"),
    [
        pytest.param('<i title="{% translate "Sent" %} {{ sent_on|day:"short" }}">', True, id="an element in a title"),
        pytest.param('<i title="{{ sent_on|day_words:"short" }}">{{ sent_on|day }}</i>', False, id="words in a title"),
    ],
)
def test_a_day_in_an_attribute_is_caught(tmp_path: Path, source: str, is_caught: bool) -> None:
    template = tmp_path / "cash" / "templates" / "entry.html"
    template.parent.mkdir(parents=True)
    template.write_text(source)
    assert bool(elements_in_attributes(tmp_path)) is is_caught


APOSTROPHE = re.compile(r"(?<=[A-Za-zÀ-ÿ])'(?=[A-Za-zÀ-ÿ])")


def straight_apostrophes(package: Path) -> list[str]:
    return [
        f"{file.relative_to(package)}: {words}"
        for file in sorted(package.glob("*/locale/fr/LC_MESSAGES/django.po"))
        for words in re.findall(r"^msgstr(?:\[\d\])? (.*(?:\n\".*)*)", file.read_text("utf-8"), re.MULTILINE)
        if APOSTROPHE.search(words)
    ]


def test_french_sentences_are_written_with_the_apostrophe_of_print() -> None:
    assert straight_apostrophes(PACKAGE) == []


def test_a_straight_apostrophe_is_caught(tmp_path: Path) -> None:
    catalogue = tmp_path / "cash" / "locale" / "fr" / "LC_MESSAGES" / "django.po"
    catalogue.parent.mkdir(parents=True)
    catalogue.write_text('msgid "It’s paid"\nmsgstr ""\n"C\'est payé"\n')
    assert len(straight_apostrophes(tmp_path)) == 1
