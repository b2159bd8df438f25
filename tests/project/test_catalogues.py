"""What a French sentence becomes when its catalogue is compiled: nothing in it breaks where print would not."""

import gettext
from pathlib import Path

import pytest

from encaisse.project.catalogues import compile_all, spaced

NBSP = "\u00a0"


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        pytest.param("Noté : rien ; et vous ?", f"Noté{NBSP}: rien{NBSP}; et vous{NBSP}?", id="a mark keeps its word"),
        pytest.param("« %(name)s » !", f"«{NBSP}%(name)s{NBSP}»{NBSP}!", id="quotation marks keep what they quote"),
        pytest.param("8 h 30–18 h 30, 9 h–12 h", f"8{NBSP}h{NBSP}30–18{NBSP}h{NBSP}30, 9{NBSP}h–12{NBSP}h", id="an hour is one word"),
        pytest.param("https://exemple.fr/a?b=c", "https://exemple.fr/a?b=c", id="an address is left alone"),
        pytest.param("12 habitudes, le 30 novembre", "12 habitudes, le 30 novembre", id="other words break where they may"),
    ],
)
def test_french_sentences_are_spaced_as_print_spaces_them(typed: str, printed: str) -> None:
    assert spaced(typed) == printed


def test_a_compiled_catalogue_says_its_sentences_as_printed(tmp_path: Path) -> None:
    folder = tmp_path / "cash" / "locale" / "fr" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    head = 'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=utf-8\\n"\n"Plural-Forms: nplurals=2; plural=(n > 1);\\n"\n\n'
    one = 'msgid "Paid?"\nmsgstr "Payé ?"\n\n'
    many = 'msgid "One: %(n)s"\nmsgid_plural "Many: %(n)s"\nmsgstr[0] "Un : %(n)s"\nmsgstr[1] "Des : %(n)s"\n'
    (folder / "django.po").write_text(head + one + many)
    compile_all(tmp_path)
    with (folder / "django.mo").open("rb") as file:
        said = gettext.GNUTranslations(file)
    assert said.gettext("Paid?") == f"Payé{NBSP}?"
    assert [said.ngettext("One: %(n)s", "Many: %(n)s", count) for count in (1, 2)] == [f"Un{NBSP}: %(n)s", f"Des{NBSP}: %(n)s"]
