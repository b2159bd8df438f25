from datetime import date

import pytest
from django.test import Client

from encaisse.kit.actor import Role, system_actor
from encaisse.people import actions
from encaisse.people.models import User

PASSWORD = "un mot de passe long"


@pytest.fixture
def hire(db):
    """Make a user with roles, and return their id."""

    def made(email: str, *roles: Role) -> int:
        user_id = actions.create_user(system_actor(), email=email, name=email.split("@", maxsplit=1)[0].title(), password=PASSWORD)
        for role in roles:
            actions.set_membership(system_actor(), user_id, role=role, from_on=date(2020, 1, 1))
        return user_id

    return made


@pytest.fixture
def client_of():
    """Return a browser signed in as a user."""

    def signed_in(user_id: int) -> Client:
        client = Client()
        client.force_login(User.objects.get(id=user_id), backend="django.contrib.auth.backends.ModelBackend")
        return client

    return signed_in


@pytest.fixture
def admin(hire, client_of):
    return client_of(hire("admin@exemple.fr", Role.ADMIN))


@pytest.fixture(autouse=True)
def quick_passwords(settings):
    """Spare the deliberate slowness of password hashing."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
