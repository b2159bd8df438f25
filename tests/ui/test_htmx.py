"""One view, three answers; refusals with and without JavaScript; the strict content policy."""

import json
import re
from decimal import Decimal

import pytest
from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.test import RequestFactory
from django.utils.translation import override

from encaisse.kit.refusals import NotAllowed, NotFound, Refusal
from encaisse.ui.htmx import changed, panel_or_page, refusals_shown_on, said
from encaisse.ui.middleware import POLICY, ContentPolicy, HtmxRedirects, RefusalsToPages
from encaisse.ui.style_guide import GuideForm, guide_context
from encaisse.ui.tables import Wanted

GUIDE = "ui/style_guide.html"
HTMX = {"HX-Request": "true"}


class TooMuch(Refusal):
    sentence = "Only %(open)s € is open. Promise less."


class PromiseForm(forms.Form):
    amount = forms.DecimalField()


def asked(method: str = "get", **headers: str) -> HttpRequest:
    return getattr(RequestFactory(), method)("/ui/", headers=headers)


def answer(request: HttpRequest, form: forms.Form | None = None) -> HttpResponse:
    return panel_or_page(request, GUIDE, guide_context(Wanted(1, "name"), GuideForm()), form=form, then="/done")


def wrong() -> PromiseForm:
    form = PromiseForm({"amount": "many"})
    form.is_valid()
    return form


def test_a_browser_gets_the_page() -> None:
    response = answer(asked())
    assert (response.status_code, response.content.startswith(b"<!DOCTYPE html>"), response["Vary"]) == (200, True, "HX-Request")


def test_htmx_gets_the_panel_alone() -> None:
    response = answer(asked(**HTMX))
    assert (b"<!DOCTYPE" in response.content, b'id="guide"' in response.content) == (False, True)


def test_a_page_restored_from_history_is_whole() -> None:
    assert b"<!DOCTYPE" in answer(asked(**HTMX, **{"HX-History-Restore-Request": "true"})).content


def test_a_form_sent_without_javascript_is_followed_by_a_redirect() -> None:
    response = answer(asked("post"), PromiseForm({"amount": 5}))
    assert (response.status_code, response["Location"]) == (302, "/done")


def test_a_form_with_errors_shows_the_page_again() -> None:
    response = answer(asked("post"), wrong())
    assert (response.status_code, b"<!DOCTYPE" in response.content) == (422, True)


def test_a_form_with_errors_shows_the_panel_again_to_htmx() -> None:
    response = answer(asked("post", **HTMX), wrong())
    assert (response.status_code, b"<!DOCTYPE" in response.content) == (422, False)


def test_a_refusal_is_told_on_the_form() -> None:
    form = PromiseForm({"amount": 5})
    assert form.is_valid()
    with override("en"), refusals_shown_on(form):
        raise TooMuch(open=Decimal("3.5"))
    assert form.non_field_errors() == ["Only 3.5 € is open. Promise less."]


def test_what_changed_and_what_was_said_travel_together() -> None:
    response = changed(said(asked(**HTMX), HttpResponse(), "Noted."), "customer-changed")
    assert json.loads(response["HX-Trigger"]) == {"toast": {"text": "Noted.", "tone": "good"}, "customer-changed": ""}


@pytest.mark.parametrize(
    ("refusal", "code"), [(NotAllowed(permission="dunning.run"), 403), (NotFound(what="Customer 7"), 404), (TooMuch(open=1), 409)]
)
def test_an_uncaught_refusal_is_a_kind_page(refusal: Refusal, code: int) -> None:
    response = RefusalsToPages(lambda _request: HttpResponse()).process_exception(asked(), refusal)
    assert response is not None
    assert (response.status_code, str(code) in response.content.decode()) == (code, True)


def test_an_uncaught_refusal_is_a_toast_for_htmx() -> None:
    with override("en"):
        response = RefusalsToPages(lambda _request: HttpResponse()).process_exception(asked(**HTMX), TooMuch(open=1))
    assert response is not None
    assert json.loads(response["HX-Trigger"]) == {"toast": {"text": "Only 1 € is open. Promise less.", "tone": "bad"}}


def test_a_fault_is_not_a_refusal() -> None:
    assert RefusalsToPages(lambda _request: HttpResponse()).process_exception(asked(), ValueError()) is None


def test_a_redirect_moves_the_whole_page_for_htmx() -> None:
    response = HtmxRedirects(lambda _request: redirect("/accounts/login/"))(asked(**HTMX))
    assert (response.status_code, response["HX-Redirect"]) == (204, "/accounts/login/")


def test_every_answer_carries_the_content_policy() -> None:
    response = ContentPolicy(lambda _request: HttpResponse())(asked())
    assert response["Content-Security-Policy"] == POLICY
    assert "unsafe" not in POLICY


def test_a_view_may_set_a_stricter_policy() -> None:
    strict = HttpResponse(headers={"Content-Security-Policy": "default-src 'none'"})
    assert ContentPolicy(lambda _request: strict)(asked())["Content-Security-Policy"] == "default-src 'none'"


def test_a_swap_never_copies_a_style_attribute_which_the_policy_refuses() -> None:
    [config] = re.findall(r"<meta name=\"htmx-config\" content='([^']+)'", answer(asked()).content.decode())
    assert "style" not in json.loads(config)["attributesToSettle"]
