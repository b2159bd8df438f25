"""A name in a template means one thing: no two libraries loaded there give it, or the last one loaded would win in silence."""

import re
from pathlib import Path

import pytest
from django.template import engines

from house.trees import PACKAGE

LOADED = re.compile(r"{%-?\s*load\s+(?P<names>[^%]+?)\s*%}")
COMMENT = re.compile(r"{#.*?#}")
OF_DJANGO = frozenset({"i18n", "l10n", "static", "tz", "cache"})


def names_given(library: str) -> frozenset[str]:
    given = engines["django"].engine.template_libraries[library]  # type: ignore[attr-defined]
    return frozenset([*given.filters, *given.tags])


def given_twice(template: str) -> list[str]:
    """Return the names a template uses that two of the libraries it loads give."""
    loaded = [name for each in LOADED.finditer(template) if " from " not in each["names"] for name in each["names"].split()]
    used = set(re.findall(r"\w+", LOADED.sub("", COMMENT.sub("", template))))
    libraries = [names_given(name) for name in dict.fromkeys(loaded) if name not in OF_DJANGO]
    return sorted(name for name in used if sum(name in library for library in libraries) > 1)


def ambiguous_templates(package: Path) -> dict[str, list[str]]:
    found = {str(file.relative_to(package)): given_twice(file.read_text("utf-8")) for file in package.glob("*/templates/**/*.html")}
    return {file: names for file, names in found.items() if names}


def test_no_template_uses_a_name_that_two_of_its_libraries_give() -> None:
    assert ambiguous_templates(PACKAGE) == {}


@pytest.mark.parametrize(
    ("template", "caught"),
    [
        pytest.param("{% load workbench dunning %}{{ event.reason|reason_name }}", ["reason_name"], id="given by both"),
        pytest.param("{% load workbench dunning %}{{ event.kind }}", [], id="given by both, not used"),
        pytest.param(
            "{% load workbench %}{% load presentation_name from dunning %}{{ event.reason|reason_name }}", [], id="one name asked for"
        ),
    ],
)
def test_a_name_given_twice_is_caught(template: str, caught: list[str]) -> None:
    assert given_twice(template) == caught
