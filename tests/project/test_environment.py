"""What the environment says: the database, the mail, the secret."""

import gc

import pytest

from encaisse.project.database import UnusableUrlError, database
from encaisse.project.environment import InstallationFault, check_installation, is_embedded, kept_secret, var, waking_up
from encaisse.project.mail import mail

SECRET = "x" * 40


def test_the_address_of_the_database_is_read_whole():
    found = database({"DATABASE_URL": "postgresql://enc:p%40ss@db.example:6543/recouvrement?sslmode=require"})
    assert found == {
        "ENGINE": "django.db.backends.postgresql",
        "CONN_HEALTH_CHECKS": True,
        "NAME": "recouvrement",
        "HOST": "db.example",
        "PORT": "6543",
        "USER": "enc",
        "PASSWORD": "p@ss",
        "OPTIONS": {"sslmode": "require"},
    }


def test_a_socket_folder_is_a_host():
    assert database({"DATABASE_URL": "postgresql:///encaisse?host=/run/postgresql"})["HOST"] == "/run/postgresql"


def test_another_database_than_postgresql_is_refused():
    with pytest.raises(UnusableUrlError, match="PostgreSQL only"):
        database({"DATABASE_URL": "mysql://localhost/encaisse"})


@pytest.mark.parametrize(
    ("environment", "embedded"), [({}, True), ({"PGHOST": "db"}, False), ({"DATABASE_URL": "postgresql://db/x"}, False)]
)
def test_without_an_address_the_embedded_server_is_used(environment, embedded):
    assert is_embedded(environment) is embedded


@pytest.mark.parametrize(
    ("environment", "port", "starttls", "tls"),
    [
        ({}, 25, False, False),
        ({"SMTP_HOST": "mail.example"}, 587, True, False),
        ({"SMTP_HOST": "mail.example", "SMTP_SECURITY": "tls"}, 465, False, True),
        ({"EMAIL_URL": "smtps://me:pw@mail.example"}, 465, False, True),
        ({"EMAIL_URL": "smtp://localhost:2525"}, 2525, False, False),
    ],
)
def test_how_mail_leaves(environment, port, starttls, tls):
    found = mail(environment)
    assert (found["EMAIL_PORT"], found["EMAIL_USE_TLS"], found["EMAIL_USE_SSL"]) == (port, starttls, tls)


@pytest.mark.parametrize(
    ("environment", "sentence"),
    [
        ({}, "SECRET_KEY is missing"),
        ({"SECRET_KEY": "short"}, "too short"),
        ({"SECRET_KEY": SECRET, "ENCAISSE_OUTBOUND": "maybe"}, "ENCAISSE_OUTBOUND must be"),
    ],
)
def test_production_is_not_served_with_what_everybody_knows(environment, sentence):
    with pytest.raises(InstallationFault, match=sentence):
        check_installation(environment)


@pytest.mark.parametrize("environment", [{"SECRET_KEY": SECRET}, {"ENCAISSE_DEMO": "1"}])
def test_a_secret_or_the_demonstration_is_enough(environment):
    check_installation(environment)


def test_the_secret_of_a_machine_is_made_once_and_kept_to_its_owner(tmp_path):
    file = tmp_path / "var" / "secret"
    secret = kept_secret(file)
    assert len(secret) > 40
    assert kept_secret(file) == secret
    assert file.stat().st_mode & 0o777 == 0o600


def test_files_are_kept_where_the_environment_says():
    assert str(var({"ENCAISSE_VAR": "/srv/encaisse"})) == "/srv/encaisse"


def test_no_garbage_is_looked_for_while_modules_load_and_seldom_afterwards():
    before = gc.get_threshold()
    try:
        with waking_up(50_000):
            assert not gc.isenabled()
        assert gc.isenabled()
        assert gc.get_threshold()[0] == 50_000
    finally:
        gc.unfreeze()
        gc.set_threshold(*before)
