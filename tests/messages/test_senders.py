"""Choosing the address one writes from: a link sent there proves that somebody reads it."""

import re

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from encaisse.kit.actor import Role
from encaisse.messages.models import SenderIdentity
from encaisse.people import actions as people
from encaisse.people.models import Membership, User

pytestmark = pytest.mark.django_db
OWN = "/me/sender/"


def signed_in(role: Role) -> Client:
    user = User.objects.create_user(
        email=f"{role.value.lower()}@verdier.example", password="a long enough password", language="en", name="Jeanne"
    )
    Membership.objects.create(user=user, role=role.value, from_on="2020-01-01")
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


@pytest.fixture
def jeanne() -> Client:
    return signed_in(Role.COLLECTOR)


def asked(client: Client, address: str = "relance@verdier.example", page: str = OWN) -> str:
    """Ask for an address, and return the path of the link sent to it."""
    client.post(page, {"display_name": "Jeanne Petit", "address": address, "reply_to": ""})
    assert mail.outbox[-1].to == [address]
    return re.search(r"https?://[^/]+(/expediteur/\S+)", mail.outbox[-1].body)[1]


def test_an_address_is_used_once_somebody_opened_the_link_sent_to_it(jeanne):
    link = asked(jeanne)
    assert "waits for its link" in jeanne.get(OWN).content.decode()
    stranger = Client()
    assert (
        "would like to write to customers from relance@verdier.example"
        in stranger.get(link, headers={"accept-language": "en"}).content.decode()
    )
    assert SenderIdentity.objects.get().verified_at is None
    assert stranger.post(link).status_code == 200
    assert SenderIdentity.objects.get().verified_at is not None
    assert "in use" in jeanne.get(OWN).content.decode()


def test_a_link_opens_once(jeanne):
    link = asked(jeanne)
    Client().post(link)
    assert Client().post(link).status_code in {403, 404, 409, 410}


def test_a_link_sent_to_an_earlier_address_proves_nothing_about_the_next_one(jeanne):
    first = asked(jeanne)
    asked(jeanne, "autre@verdier.example")
    assert Client().post(first).status_code in {403, 404, 409, 410}
    assert SenderIdentity.objects.get().verified_at is None


def test_ones_sign_in_address_needs_no_link(jeanne):
    jeanne.post(OWN, {"display_name": "J. Petit", "address": "collector@verdier.example"})
    assert (len(mail.outbox), SenderIdentity.objects.get().verified_at is None) == (0, False)


def test_one_goes_back_to_the_sign_in_address(jeanne):
    asked(jeanne)
    jeanne.post("/me/sender/forget/")
    assert SenderIdentity.objects.count() == 0


def test_a_mail_that_cannot_leave_is_a_sentence(jeanne, settings):
    settings.EMAIL_BACKEND, settings.EMAIL_HOST, settings.EMAIL_PORT = "django.core.mail.backends.smtp.EmailBackend", "127.0.0.1", 1
    response = jeanne.post(OWN, {"display_name": "J", "address": "relance@verdier.example"})
    assert response.status_code == 422
    assert "could not leave" in response.content.decode()


def test_a_line_break_in_a_name_is_refused(jeanne):
    response = jeanne.post(OWN, {"display_name": "J\r\nBcc: all@x.example", "address": "relance@verdier.example"})
    assert "\nBcc" not in str(SenderIdentity.objects.values_list("display_name"))
    assert response.status_code in {302, 422}


def test_an_administrator_gives_a_team_its_address(jeanne, actor):
    team = people.create_team(actor, name="Lyon")
    page = reverse("messages:team_sender", args=[team])
    assert jeanne.get(page).status_code == 403
    admin = signed_in(Role.ADMIN)
    Client().post(asked(admin, "lyon@verdier.example", page))
    assert SenderIdentity.objects.get(team_id=team).verified_at is not None
    assert "lyon@verdier.example" in admin.get(reverse("messages:channels")).content.decode()
