"""Other people's servers: what may be asked of them, and what their answer means."""

import pytest

from encaisse.messages.rules import Outcome
from encaisse.messages.rules.gateways import (
    SMS_PLACES,
    BadHeaderLine,
    Body,
    BodyNotReadable,
    Call,
    NoUrl,
    PlaceMissing,
    UnknownPlace,
    UnsafeUrl,
    attempt_of,
    check_call,
    found_at,
    request_of,
)

VALUES = {"to": "+33639980012", "text": 'dit "non" {to}\nà 2 €', "sender": "Verdier", "id": "m1"}
URL = "https://sms.example/send"


def checked(**facts) -> None:
    check_call(Call(**({"url": URL, "body": '{"a": "{to} {text}"}'} | facts)), places=SMS_PLACES, wanted=("to", "text"))


@pytest.mark.parametrize("url", [URL, "https://sms.example:8443/a?b={to}", "http://127.0.0.1:8000/", "http://localhost/sms"])
def test_these_addresses_are_safe(url):
    checked(url=url)


@pytest.mark.parametrize(
    "url",
    ["sms.example", "http://sms.example/", "ftp://sms.example/", "https://u:p@sms.example/", "https://{to}.example/", "file:///etc"],
)
def test_these_are_not(url):
    with pytest.raises(UnsafeUrl):
        checked(url=url)


def test_an_address_left_empty_is_asked_for() -> None:
    with pytest.raises(NoUrl):
        checked(url="")


@pytest.mark.parametrize(
    ("facts", "refusal"),
    [
        ({"body": '{"a": "{to} {text} {phone}"}'}, UnknownPlace),
        ({"body": '{"a": {to}, "b": "{text}"}'}, BodyNotReadable),
        ({"body": '{"a": "{to}"}'}, PlaceMissing),
        ({"headers": "Authorization"}, BadHeaderLine),
        ({"headers": "X Y: 1"}, BadHeaderLine),
    ],
)
def test_a_shape_that_cannot_be_filled_is_refused_when_it_is_saved(facts, refusal):
    with pytest.raises(refusal):
        checked(**facts)


def test_a_value_stays_a_value_whatever_it_holds():
    request = request_of(Call(URL + "?n={to}", headers="X-Text: {text}", body='{"t": ["{text}", 1], "f": "{sender}"}'), VALUES)
    assert request.url == "https://sms.example/send?n=%2B33639980012"
    assert dict(request.headers)["X-Text"] == 'dit "non" {to}à 2 €'
    assert request.body.decode() == '{"t": ["dit \\"non\\" {to}\\nà 2 €", 1], "f": "Verdier"}'


def test_a_get_says_everything_in_its_address():
    request = request_of(Call(URL + "?n={to}&t={text}", method="GET", body_kind=Body.NONE), VALUES)
    assert request.body == b""
    assert request.url.endswith("&t=dit%20%22non%22%20%7Bto%7D%0A%C3%A0%202%20%E2%82%AC")


@pytest.mark.parametrize(
    ("code", "content", "outcome", "detail"),
    [
        (200, b'{"id": 12}', Outcome.ACCEPTED, ""),
        (202, b"OK 12", Outcome.ACCEPTED, ""),
        (200, b'{"error": ""}', Outcome.ACCEPTED, ""),
        (200, b'{"error": "no credit"}', Outcome.REFUSED, "no credit"),
        (404, b"<h1>gone</h1>", Outcome.REFUSED, "HTTP 404 <h1>gone</h1>"),
        (429, b"", Outcome.PUT_OFF, "HTTP 429"),
        (503, b'{"error": "maintenance"}', Outcome.PUT_OFF, "HTTP 503 maintenance"),
        (502, b"", Outcome.UNKNOWN, "HTTP 502"),
    ],
)
def test_what_an_answer_means(code, content, outcome, detail):
    attempt = attempt_of(code, content, Call(URL, id_path="id", error_path="error"))
    assert (attempt.outcome, attempt.detail) == (outcome, detail)


@pytest.mark.parametrize(
    ("path", "found"), [("a.1.b", "7"), ("a.9.b", ""), ("a.b", ""), ("", ""), ("n", ""), ("f", "false"), ("a.1", '{"b": 7}')]
)
def test_what_stands_at_a_path(path, found):
    assert found_at({"a": [0, {"b": 7}], "n": None, "f": False}, path) == found
