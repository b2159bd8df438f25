"""Tags, forms, error pages and assets, as a reader gets them."""

import json
import re
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django import forms
from django.core.exceptions import RequestDataTooBig
from django.http import Http404, HttpRequest
from django.template import Context, Template
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.utils.translation import override

import encaisse
from encaisse.kit.actor import Role
from encaisse.ui import assets, views
from encaisse.ui.fields import AmountField, plain_amount
from encaisse.ui.tables import Wanted
from encaisse.ui.words import ROLE_NAMES

PACKAGE = Path(encaisse.__file__).parent
CHECKOUT = PACKAGE.parent.parent
TEMPLATES = sorted(PACKAGE.glob("*/templates/**/*.html"))
ICONS = {name.replace("!", "-filled") for name in (CHECKOUT / "frontend/icons.txt").read_text().split()}


def drawn(source: str, **context: object) -> str:
    return Template("{% load encaisse %}" + source).render(Context(context))


def test_a_chip_says_its_state_in_words_and_escapes_them() -> None:
    assert drawn("{% chip words 'bad' %}", words="<b>") == '<span class="chip chip-bad">&lt;b&gt;</span>'


def test_a_decorative_icon_is_silent_and_a_telling_one_speaks() -> None:
    assert 'aria-hidden="true"' in drawn("{% icon 'phone' %}")
    assert 'role="img" aria-label="Call"' in drawn("{% icon 'phone' 'Call' %}")


def test_a_bar_of_ages_fills_its_width() -> None:
    parts = [("Not due", Decimal(50)), ("1–30", Decimal(150)), ("Credit", Decimal(-20))]
    widths = [Decimal(width) for width in re.findall(r'width="([\d.]+)"', drawn("{% agebar parts %}", parts=parts))]
    assert widths == [Decimal(25), Decimal(75), Decimal(0)]


def test_the_first_click_on_an_amount_shows_the_largest_first() -> None:
    request = RequestFactory().get("/?q=lyon&page=4")
    html = drawn("{% sortable listing 'overdue' 'Overdue' 'num' %}", listing=Wanted(4, "name").listing([], total=0), request=request)
    assert 'href="?q=lyon&amp;page=1&amp;sort=-overdue"' in html


def test_a_sorted_column_says_so_and_turns_round() -> None:
    html = drawn("{% sortable listing 'name' 'Name' %}", listing=Wanted(1, "name").listing([], total=0), request=RequestFactory().get("/"))
    assert 'aria-sort="ascending"' in html
    assert "sort=-name" in html


class PlanForm(forms.Form):
    amount = AmountField()
    first_on = forms.DateField(required=False)


def test_a_field_shows_its_error_where_screen_readers_find_it() -> None:
    form = PlanForm({"amount": ""})
    form.is_valid()
    with override("fr"):
        html = drawn("{% field form.amount %}", form=form)
    assert 'aria-invalid="true"' in html
    assert 'aria-describedby="id_amount_error"' in html
    assert 'id="id_amount_error"' in html


class WayForm(forms.Form):
    way = forms.ChoiceField(choices=[("restate", "It says something else"), ("withdraw", "It was never said")], widget=forms.RadioSelect)
    roles = forms.MultipleChoiceField(choices=[("a", "A"), ("b", "B")], widget=forms.CheckboxSelectMultiple, required=False)


@pytest.mark.parametrize(("name", "kind"), [("way", "radio"), ("roles", "checkbox")])
def test_a_group_of_ticks_has_one_line_for_each_choice_under_the_name_of_the_group(name: str, kind: str) -> None:
    form = WayForm({"way": "withdraw", "roles": ["b"]})
    html = drawn("{% field field %}", field=form[name])
    ticks = re.findall(r'<label class="form-check"><input ([^>]*)><span class="form-check-label">', html)
    assert len(ticks) == 2
    assert all(f'type="{kind}"' in tick and 'class="form-check-input"' in tick for tick in ticks)
    assert ["checked" in tick for tick in ticks] == [False, True]
    assert html.count("form-check-input") == 2  # the group itself is no tick
    assert "<legend" in html


def test_what_is_wrong_with_a_group_of_ticks_is_said_to_those_who_listen() -> None:
    form = WayForm({})
    form.is_valid()
    html = drawn("{% field form.way %}", form=form)
    assert '<fieldset class="field " aria-describedby="id_way_error">' in html
    assert 'id="id_way_error"' in html


def test_a_day_is_chosen_in_the_machines_calendar() -> None:
    with override("fr"):
        html = drawn("{% field form.first_on %}", form=PlanForm({"first_on": "2026-11-25"}))
    assert 'type="date"' in html
    assert 'value="2026-11-25"' in html


@pytest.mark.parametrize(
    ("typed", "plain"),
    [
        ("1 234,56 €", "1234.56"),
        ("1\u202f234,56\u00a0€", "1234.56"),
        ("1,234.56", "1234.56"),
        ("1.234,56", "1234.56"),
        ("1234.5", "1234.5"),
        ("-12", "-12"),
        ("1,234,567", "1,234,567"),
        ("twelve", "twelve"),
    ],
)
def test_an_amount_as_people_type_it(typed: str, plain: str) -> None:
    assert plain_amount(typed) == plain


def test_an_amount_shown_in_a_form_can_be_sent_back() -> None:
    with override("fr"):
        shown = AmountField().prepare_value(Decimal("1234.56"))
        assert AmountField().clean(shown) == Decimal("1234.56")


def test_every_role_has_a_name() -> None:
    assert set(ROLE_NAMES) == set(Role)


@pytest.mark.parametrize("code", ["400", "403", "404", "413", "500"])
def test_error_pages_stand_alone(code: str) -> None:
    with override("fr"):
        html = render_to_string(f"{code}.html")
    assert f'<p class="plain-code mt-3 mb-1">{code}</p>' in html


def test_a_file_too_large_is_told_from_a_broken_request() -> None:
    request = RequestFactory().post("/")
    assert [views.bad_request(request, fault).status_code for fault in (RequestDataTooBig(), ValueError())] == [413, 400]


def test_the_style_guide_is_closed_in_production(settings: Any, rf: RequestFactory) -> None:
    settings.DEMO = settings.DEBUG = False
    with pytest.raises(Http404):
        views.style_guide(rf.get("/ui/"))


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_style_guide_shows_every_component(settings: Any, rf: RequestFactory, language: str) -> None:
    settings.DEMO = True
    request: HttpRequest = rf.get("/ui/")
    with override(language):
        html = views.style_guide(request).content.decode()
    assert f'<html lang="{language}">' in html


def test_a_built_file_is_found_by_its_plain_name(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, settings: Any) -> None:
    settings.DEBUG = True
    monkeypatch.setattr(assets, "MANIFEST", tmp_path / "manifest.json")
    assert assets.asset_url("main.js") == "/static/ui/main.js"
    (tmp_path / "manifest.json").write_text(json.dumps({"main.js": "main-abc.js"}))
    assert assets.asset_url("main.js") == "/static/ui/main-abc.js"


@pytest.mark.parametrize("template", TEMPLATES, ids=[str(path.relative_to(PACKAGE)) for path in TEMPLATES])
def test_templates_keep_the_content_policy(template: Path) -> None:
    """No inline style, script or handler; no foreign host; no more than 120 lines; icons that the sprite holds."""
    source = template.read_text()
    inline = re.findall(
        r'\sstyle="|\son\w+="|hx-on|hx-vars|<style|<script(?![^>]*(?:src=|type="application/json"))|(?:src|href)="https?://', source
    )
    icons = set(re.findall(r'\{% icon "([\w-]+)"', source)) | set(re.findall(r'icon_name="([\w-]+)"', source))
    assert (inline, icons - ICONS, len(source.splitlines()) <= 120) == ([], set(), True)
