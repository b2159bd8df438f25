"""The door at which an SMS gateway tells what customers answer: a secret for each creditor, so many knocks a minute, nothing else."""

from collections.abc import Mapping
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from encaisse.db.clock import now
from encaisse.dunning import actions
from encaisse.kit.actor import system_actor
from encaisse.messages import queries as outbox
from encaisse.messages.rules.sms_answers import NotAnSms, answer_of, json_values
from encaisse.ui.formats import refusal_text

LARGEST = 16 * 1024
KNOCKS, WRONG_KNOCKS = 300, 10  # a minute: for a creditor; from an address with a wrong secret
MINUTE = 60


@csrf_exempt
@login_not_required
@require_POST
def sms_answer(request: HttpRequest, creditor_id: int) -> HttpResponse:
    """Take in one answer; told twice, it changes nothing."""
    stranger = f"sms-door.{request.META.get('REMOTE_ADDR', '')}"
    if counted(stranger) >= WRONG_KNOCKS:
        return too_many()
    actor = system_actor(name="SMS gateway")
    if not outbox.opens_sms_door(actor, creditor_id, secret_of(request)):
        count(stranger)
        return HttpResponse(gettext("The secret is not the one of this door."), status=403, content_type="text/plain; charset=utf-8")
    if count(f"sms-door.{creditor_id}") > KNOCKS:
        return too_many()
    if int(request.headers.get("Content-Length") or 0) > LARGEST:
        return HttpResponse(status=413)
    try:
        actions.hear_sms(actor, creditor_id, answer_of(values_of(request)))
    except NotAnSms as refusal:
        return HttpResponse(refusal_text(refusal, gettext), status=400, content_type="text/plain; charset=utf-8")
    return HttpResponse(status=204)


def values_of(request: HttpRequest) -> Mapping[str, Any]:
    """Return what the gateway says: JSON, or a form."""
    return json_values(request.body) if "json" in request.headers.get("Content-Type", "") else request.POST.dict()


def secret_of(request: HttpRequest) -> str:
    """Return the secret a gateway gives: as a bearer, in a header of its own, or in the address when it can do no better."""
    scheme, _, bearer = request.headers.get("Authorization", "").partition(" ")
    return bearer.strip() if scheme.casefold() == "bearer" else request.headers.get("X-Secret", "") or request.GET.get("secret", "")


def key_of(name: str) -> str:
    return f"{name}.{int(now().timestamp()) // MINUTE}"


def counted(name: str) -> int:
    return int(cache.get(key_of(name), 0))


def count(name: str) -> int:
    cache.add(key_of(name), 0, 2 * MINUTE)
    return int(cache.incr(key_of(name)))


def too_many() -> HttpResponse:
    return HttpResponse(status=429, headers={"Retry-After": str(MINUTE)})
