"""Other people's servers spoken to in HTTP (SMS gateways, telephone exchanges): what is asked of them, and what their answer means."""

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from encaisse.kit.refusals import Refusal, gettext_noop
from encaisse.messages.rules.outbox import Attempt, Outcome

PLACE = re.compile(r"\{([a-z_]+)\}")
HEADER_NAME = re.compile(r"[A-Za-z0-9-]+")
SAFE_URL = re.compile(r"(https)://[^/\s{}@]+(/\S*)?|https?://(localhost|127\.0\.0\.1|\[::1\])(:\d+)?(/\S*)?")
UNRESERVED = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")
LONGEST_ANSWER = 300
OK, REDIRECT, BAD_REQUEST, SERVER_FAULT = 200, 300, 400, 500
# The other side says that it took nothing: credentials to mend, a request it did not wait for, too many at once, closed for a while.
TOOK_NOTHING = frozenset({401, 403, 407, 408, 425, 429, 503})

SMS_PLACES = ("to", "text", "sender", "secret", "id")
DIAL_PLACES = ("from", "to", "secret")

NO_GATEWAY = gettext_noop("No SMS gateway is set up for this company. Set one up under “Channels and senders”, then send it again.")


class Adapter(StrEnum):
    """How an SMS leaves: by a gateway that speaks HTTP, or kept in the trap and written in the server's log."""

    HTTP = "http"
    CONSOLE = "console"


class Body(StrEnum):
    JSON = "json"
    FORM = "form"
    NONE = "none"


class UnsafeUrl(Refusal):
    sentence = gettext_noop(
        "“%(url)s” is not a safe address: it must begin with https:// (http:// only towards this very machine) and name no password."
    )


class NoUrl(Refusal):
    sentence = gettext_noop("Give the address that is called: the manual of the other side shows it in its first request.")


class UnknownPlace(Refusal):
    sentence = gettext_noop("Nothing is called {%(place)s}. Use only: %(known)s.")


class BodyNotReadable(Refusal):
    sentence = gettext_noop("The body is not valid JSON (%(reason)s). Put texts and {places} between double quotes.")


class BadHeaderLine(Refusal):
    sentence = gettext_noop("The header line “%(line)s” cannot be read. Write one per line, such as “Authorization: Bearer {secret}”.")


class PlaceMissing(Refusal):
    sentence = gettext_noop("Neither the address nor the body says {%(place)s}: the other side would not know it. Add it.")


@dataclass(frozen=True, slots=True)
class Call:
    """How a server is asked: the shape of the request, with {places} for what changes, and where its answer says what."""

    url: str
    method: str = "POST"
    headers: str = ""
    body_kind: Body = Body.JSON
    body: str = ""
    id_path: str = ""
    error_path: str = ""
    secret: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class Gateway:
    """The SMS gateway of a creditor."""

    adapter: Adapter
    call: Call
    sender_name: str


@dataclass(frozen=True, slots=True)
class Request:
    """One request, ready to leave."""

    method: str
    url: str
    headers: tuple[tuple[str, str], ...]
    body: bytes = field(repr=False)


def check_call(call: Call, *, places: tuple[str, ...], wanted: tuple[str, ...]) -> None:
    """Refuse a shape that could not be filled, or that would carry secrets in the open."""
    if not call.url:
        raise NoUrl
    if not SAFE_URL.fullmatch(call.url):
        raise UnsafeUrl(url=call.url)
    said = call.url + call.headers + call.body
    for place in PLACE.findall(said):
        if place not in places:
            raise UnknownPlace(place=place, known=", ".join(f"{{{known}}}" for known in places))
    header_lines(call)
    if call.body_kind is Body.JSON:
        read_body(call)
    for place in wanted:
        if f"{{{place}}}" not in call.url + call.body:
            raise PlaceMissing(place=place)


def header_lines(call: Call) -> list[tuple[str, str]]:
    lines = [line for line in call.headers.splitlines() if line.strip()]
    pairs = [(name.strip(), value.strip()) for name, _, value in (line.partition(":") for line in lines)]
    for line, (name, value) in zip(lines, pairs, strict=True):
        if not HEADER_NAME.fullmatch(name) or not value or not value.isprintable():
            raise BadHeaderLine(line=line)
    return pairs


def read_body(call: Call) -> Any:
    try:
        return json.loads(call.body or "{}")
    except ValueError as fault:
        raise BodyNotReadable(reason=str(fault)) from fault


def request_of(call: Call, values: Mapping[str, str]) -> Request:
    """Fill a shape in; each value stays a value, whatever it holds."""
    given = {**values, "secret": call.secret}
    url = filled(call.url, given, percent)
    headers = [(name, filled(value, given, one_line)) for name, value in header_lines(call)]
    body, media_type = body_of(call, given)
    named = {name.casefold() for name, _ in headers}
    if media_type and "content-type" not in named:
        headers.append(("Content-Type", media_type))
    if "accept" not in named:
        headers.append(("Accept", "application/json, text/plain"))
    return Request(call.method, url, tuple(headers), body)


def body_of(call: Call, given: Mapping[str, str]) -> tuple[bytes, str]:
    match call.body_kind:
        case Body.JSON if call.method != "GET":
            return json.dumps(filled_in(read_body(call), given), ensure_ascii=False).encode(), "application/json"
        case Body.FORM if call.method != "GET":
            pairs = [part.strip().partition("=") for part in re.split(r"[&\n]", call.body) if part.strip()]
            written = "&".join(f"{percent(name)}={percent(filled(value, given, str))}" for name, _, value in pairs)
            return written.encode(), "application/x-www-form-urlencoded"
        case _:
            return b"", ""


def filled(shape: str, given: Mapping[str, str], written: Callable[[str], str]) -> str:
    return PLACE.sub(lambda place: written(given[place[1]]), shape)


def filled_in(shape: Any, given: Mapping[str, str]) -> Any:
    """Fill the texts of a JSON value in, and nothing else of it."""
    match shape:
        case str():
            return filled(shape, given, str)
        case dict():
            return {name: filled_in(value, given) for name, value in shape.items()}
        case list():
            return [filled_in(value, given) for value in shape]
        case _:
            return shape


def percent(text: str) -> str:
    return "".join(chr(byte) if chr(byte) in UNRESERVED else f"%{byte:02X}" for byte in text.encode())


def one_line(text: str) -> str:
    return "".join(letter for letter in text if letter.isprintable())


def attempt_of(code: int, content: bytes, call: Call) -> Attempt:
    """Say what an answer means for the message: accepted, refused for good, put off, or nobody knows."""
    answer = answer_of(content)
    words = " ".join(str(answer if isinstance(answer, str) else json.dumps(answer, ensure_ascii=False)).split())[:LONGEST_ANSWER]
    if OK <= code < REDIRECT:
        error = found_at(answer, call.error_path)
        if error not in {"", "0", "false"}:
            return Attempt(Outcome.REFUSED, error[:LONGEST_ANSWER])
        return Attempt(Outcome.ACCEPTED, provider_id=found_at(answer, call.id_path)[:250])
    detail = f"HTTP {code} {found_at(answer, call.error_path) or words}".strip()[:LONGEST_ANSWER]
    if code in TOOK_NOTHING:
        return Attempt(Outcome.PUT_OFF, detail)
    return Attempt(Outcome.UNKNOWN if code >= SERVER_FAULT else Outcome.REFUSED, detail)


def answer_of(content: bytes) -> Any:
    text = content.decode(errors="replace")
    try:
        return json.loads(text)
    except ValueError:
        return text


def found_at(answer: Any, path: str) -> str:
    """Return what stands at a path such as `messages.0.id`, "" when there is nothing."""
    if not path:
        return ""
    for step in path.split("."):
        if isinstance(answer, dict):
            answer = answer.get(step)
        elif isinstance(answer, list) and step.isdecimal() and int(step) < len(answer):
            answer = answer[int(step)]
        else:
            return ""
    match answer:
        case None:
            return ""
        case bool():
            return str(answer).lower()
        case dict() | list():
            return json.dumps(answer, ensure_ascii=False) if answer else ""
        case _:
            return str(answer)
