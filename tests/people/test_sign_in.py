import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.core import mail
from django.core.cache import cache
from django.db import connection
from django.test import Client

from encaisse.kit.actor import Role
from encaisse.people.models import User

pytestmark = pytest.mark.django_db

PASSWORD = "un mot de passe long"
SECRET = "JBSWY3DPEHPK3PXP"


def sign_in(client: Client, email: str = "lea@exemple.fr", password: str = PASSWORD):
    return client.post("/accounts/login/", {"login": email, "password": password})


def code_now() -> str:
    return format_hotp_value(hotp_value(SECRET, next(iter(yield_hotp_counters_from_time()))))


def test_a_user_signs_in_by_password_whatever_the_capitals(hire, client):
    hire("lea@exemple.fr", Role.COLLECTOR)
    assert sign_in(client, "Lea@Exemple.FR").status_code == 302
    assert client.get("/me/").status_code == 200


def test_a_wrong_password_is_refused(hire, client):
    hire("lea@exemple.fr")
    assert sign_in(client, password="autre chose").status_code == 200
    assert client.get("/me/").status_code == 302


def test_a_second_factor_is_asked_for(hire, client):
    user = User.objects.get(id=hire("lea@exemple.fr", Role.COLLECTOR))
    TOTP.activate(user, SECRET)
    assert sign_in(client).url == "/accounts/2fa/authenticate/"
    assert client.get("/me/").status_code == 302
    client.post("/accounts/2fa/authenticate/", {"code": code_now()})
    assert client.get("/me/").status_code == 200


def test_the_secret_of_a_second_factor_is_sealed(hire):
    user = User.objects.get(id=hire("lea@exemple.fr"))
    TOTP.activate(user, SECRET)
    assert SECRET not in str(Authenticator.objects.get().data)


def test_a_user_sets_up_a_second_factor(hire, client_of):
    browser = client_of(hire("lea@exemple.fr", Role.COLLECTOR))
    user = User.objects.get()
    browser.post("/accounts/reauthenticate/", {"password": PASSWORD})
    assert browser.get("/accounts/2fa/totp/activate/").status_code == 200
    assert browser.get("/accounts/2fa/webauthn/").status_code == 200
    assert user.authenticator_set.count() == 0


def test_too_many_attempts_are_counted_where_every_process_sees_them(hire, client):
    hire("lea@exemple.fr")
    cache.clear()
    for _attempt in range(6):
        answer = sign_in(client, password="autre chose")
    assert "Trop de tentatives" in answer.content.decode()
    assert sign_in(Client()).status_code == 200, "another process and browser are limited too"
    with connection.cursor() as cursor:
        cursor.execute("select count(*) > 0 from people_cache")
        assert cursor.fetchone() == (True,)


def test_nobody_signs_up(client):
    client.post("/accounts/signup/", {"email": "autre@exemple.fr", "password1": PASSWORD})
    assert User.objects.count() == 0


def test_a_forgotten_password_sends_a_link(hire, client):
    hire("lea@exemple.fr")
    client.post("/accounts/password/reset/", {"email": "lea@exemple.fr"})
    assert [message.to for message in mail.outbox] == [["lea@exemple.fr"]]
    assert "/accounts/password/reset/key/" in mail.outbox[0].body


def test_an_unknown_address_gets_no_link(client, db):
    client.post("/accounts/password/reset/", {"email": "personne@exemple.fr"})
    assert not any("/password/reset/key/" in message.body for message in mail.outbox)


class TestDemonstration:
    def test_outside_the_demonstration_there_is_no_one_click_sign_in(self, hire, client, settings):
        settings.DEMO = False
        lea = hire("lea@exemple.fr", Role.COLLECTOR)
        assert client.post(f"/demo/{lea}/").status_code == 404
        assert "/demo/" not in client.get("/accounts/login/").content.decode()
        assert client.get("/me/").status_code == 302

    def test_one_click_signs_in(self, hire, client, settings):
        settings.DEMO = True
        lea = hire("lea@exemple.fr", Role.COLLECTOR)
        assert "Chargé de recouvrement" in client.get("/accounts/login/?next=/me/").content.decode()
        assert client.post(f"/demo/{lea}/", {"next": "/me/"}).url == "/me/"
        assert client.get("/me/").status_code == 200

    def test_the_way_on_stays_in_the_house(self, hire, client, settings):
        settings.DEMO = True
        assert client.post(f"/demo/{hire('lea@exemple.fr')}/", {"next": "https://ailleurs.example/"}).url == "/"
