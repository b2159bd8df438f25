"""Channels and senders on screen: who sets them up, what is shown, what is refused."""

import pytest
from django.test import Client
from django.urls import reverse

from encaisse.kit.actor import Role
from encaisse.messages import queries
from encaisse.messages.models import MailServer, SmsGateway
from encaisse.people.models import Membership, User

pytestmark = pytest.mark.django_db(transaction=True)

SMS = {
    "adapter": "http", "sender_name": "Verdier", "url": "https://sms.example/send", "method": "POST", "body_kind": "json",
    "headers": "Authorization: Bearer {secret}", "body": '{"to": "{to}", "text": "{text}"}', "secret": "key-1234", "id_path": "id",
}  # fmt: skip
MAIL = {
    "host": "smtp.verdier.example", "port": "587", "security": "starttls", "sign_in": "password", "user": "relance@verdier.example",
    "secret": "a password", "bounce_address": "", "dkim_selectors": "selector1",
}  # fmt: skip

CONSENT = {"client_id": "encaisse", "refresh_token": "r"}


def signed_in(role: Role) -> Client:
    user = User.objects.create_user(email=f"{role.value.lower()}@verdier.example", password="a long enough password", language="en")
    Membership.objects.create(user=user, role=role.value, from_on="2020-01-01")
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


@pytest.fixture
def admin() -> Client:
    return signed_in(Role.ADMIN)


def words(response) -> str:
    return response.content.decode()


def test_without_a_company_the_page_says_what_comes_first(admin, db):
    assert "No company yet" in words(admin.get(reverse("messages:channels")))


def test_the_page_says_how_each_company_writes(admin, customer):
    shown = words(admin.get(reverse("messages:channels")))
    assert "no gateway: SMS are refused" in shown
    assert "the installation’s server" in shown
    assert "Outside production nothing leaves" in shown


def test_a_gateway_is_set_up_shown_without_its_secret_and_removed(admin, customer, actor):
    page = reverse("messages:sms_gateway", args=[customer.creditor_id])
    assert "No gateway yet" in words(admin.get(page))
    assert admin.post(page, SMS).status_code == 302
    assert queries.sms_gateway(actor, customer.creditor_id).call.secret == "key-1234"
    shown = words(admin.get(page))
    assert "https://sms.example/send" in shown
    assert "Nothing was accepted yet" in shown
    assert "key-1234" not in shown
    admin.post(reverse("messages:sms_gateway_remove", args=[customer.creditor_id]))
    assert SmsGateway.objects.count() == 0


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"sender_name": "36111"}, "“36111” cannot sign an SMS"),
        ({"url": "http://sms.example/send"}, "is not a safe address"),
        ({"body": '{"to": "{to}"}'}, "Neither the address nor the body says {text}"),
        ({"body": "{to} {text}"}, "The body is not valid JSON"),
        ({"headers": "Authorization"}, "cannot be read"),
    ],
)
def test_a_gateway_that_could_not_work_is_refused_with_what_to_do(admin, customer, change, sentence):
    response = admin.post(reverse("messages:sms_gateway", args=[customer.creditor_id]), SMS | change)
    assert response.status_code == 422
    assert sentence in words(response).replace("&quot;", '"')
    assert SmsGateway.objects.count() == 0


def test_a_mail_server_is_set_up_and_given_back(admin, customer, actor):
    page = reverse("messages:mail_server", args=[customer.creditor_id])
    assert "leave by the installation’s server" in words(admin.get(page))
    assert admin.post(page, MAIL).status_code == 302
    assert queries.mail_server(actor, customer.creditor_id).secret == "a password"
    assert "a password" not in words(admin.get(page))
    assert admin.post(page, MAIL | {"secret": "", "port": "2525"}).status_code == 302
    kept = queries.mail_server(actor, customer.creditor_id)
    assert (kept.port, kept.secret) == (2525, "a password")
    admin.post(reverse("messages:mail_server_remove", args=[customer.creditor_id]))
    assert queries.mail_server(actor, customer.creditor_id) == queries.server_of_installation(actor)


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"security": "none"}, "would show the password to anybody"),
        ({"secret": ""}, "Give the user name and the password"),
        ({"sign_in": "oauth2", "token_url": "http://elsewhere.example/token"} | CONSENT, "is not a safe address"),
        ({"sign_in": "oauth2"} | CONSENT, "needs the user name, the token address, the client id and the refresh token"),
        ({"sign_in": "oauth2", "token_url": "https://login.example/token", "refresh_token": "r"}, "Give what is missing"),
    ],
)
def test_a_server_that_could_not_work_is_refused_with_what_to_do(admin, customer, change, sentence):
    response = admin.post(reverse("messages:mail_server", args=[customer.creditor_id]), MAIL | change)
    assert response.status_code == 422
    assert sentence in words(response)
    assert MailServer.objects.count() == 0


def test_a_known_provider_fills_in_where_tokens_are_asked_and_for_what(admin, customer, actor):
    admin.post(
        reverse("messages:mail_server", args=[customer.creditor_id]), MAIL | CONSENT | {"sign_in": "oauth2", "provider": "Microsoft 365"}
    )
    client = queries.mail_server(actor, customer.creditor_id).oauth2
    assert client.token_url == "https://login.microsoftonline.com/organizations/oauth2/v2.0/token"
    assert client.scope == "https://outlook.office.com/SMTP.Send offline_access"


def test_leaving_a_secret_empty_is_offered_once_there_is_one(admin, customer):
    page = reverse("messages:mail_server", args=[customer.creditor_id])
    assert "Leave empty to keep the one there is" not in words(admin.get(page))
    admin.post(page, MAIL)
    assert "Leave empty to keep the one there is" in words(admin.get(page))


def test_the_door_of_customers_answers_is_opened_in_french_too(admin, customer):
    admin.cookies["django_language"] = "fr"
    User.objects.update(language="fr")
    shown = words(admin.get(reverse("messages:sms_gateway", args=[customer.creditor_id])))
    assert "Ouvrir" in shown
    assert "Solde" not in shown


@pytest.mark.parametrize("page", ["sms_gateway", "mail_server"])
def test_whoever_may_look_changes_nothing(customer, page):
    cfo, address = signed_in(Role.CFO), reverse(f"messages:{page}", args=[customer.creditor_id])
    assert "Connections are changed by an administrator" in words(cfo.get(address))
    assert cfo.post(address, SMS | MAIL).status_code in {403, 422}
    assert (SmsGateway.objects.count(), MailServer.objects.count()) == (0, 0)


def test_a_collector_sees_no_connection(customer):
    assert signed_in(Role.COLLECTOR).get(reverse("messages:channels")).status_code == 403
