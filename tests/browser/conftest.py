"""A real browser on a live server. Without chromium, or before the front end is built, these tests are skipped and say so."""

import shutil
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

import pytest
from django.conf import settings as project
from django.core.signals import request_finished, request_started
from django.test import Client
from playwright.sync_api import Browser, Page, sync_playwright

from browser.hands import come_in
from encaisse.kit.actor import Role, system_actor
from encaisse.people import actions
from encaisse.people.models import User
from encaisse.ui.assets import MANIFEST

FLAGS = [
    "--no-sandbox",
    "--disable-quic",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--no-first-run",
]
HERE = Path(__file__).parent
PATIENCE = 10  # seconds
# Chromium's own viewer of PDF files is an extension of it.
VIEWER = ("chrome-extension:", "chrome:")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.browser)
            item.add_marker(pytest.mark.django_db(transaction=True))


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    if chromium is None:
        pytest.skip("no chromium on this machine (Debian: apt-get install chromium)")
    if not MANIFEST.exists():
        pytest.skip("the front end is not built (npm ci && npx vite build)")
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        yield opened
        opened.close()


class Watched:
    """What went wrong behind the page's back: console errors, refused content, calls to a foreign host."""

    def __init__(self, page: Page, base: str) -> None:
        self.faults: list[str] = []
        page.on("console", lambda message: self.faults.append(message.text) if message.type == "error" else None)
        page.on("pageerror", lambda error: self.faults.append(str(error)))
        page.on(
            "request",
            lambda request: None if request.url.startswith((base, "data:", "blob:", *VIEWER)) else self.faults.append(request.url),
        )


@pytest.fixture
def page(browser: Browser, live_server, request: pytest.FixtureRequest) -> Iterator[Page]:
    """A desktop page in French; `@pytest.mark.parametrize("page", [{"viewport": …}], indirect=True)` asks for another."""
    wished = {"viewport": {"width": 1440, "height": 900}, "locale": "fr-FR", "timezone_id": "Europe/Paris", **getattr(request, "param", {})}
    context = browser.new_context(base_url=live_server.url, **wished)
    context.set_default_timeout(10_000)
    opened = context.new_page()
    watched = Watched(opened, live_server.url)
    with all_answered():
        yield opened
        context.close()
    assert watched.faults == []


@contextmanager
def all_answered() -> Iterator[None]:
    """Wait for the answers a closed page no longer reads: they read a database that is about to be emptied."""
    under_way = Counter[str]()
    begin, end = (lambda **_: under_way.update(begun=1)), (lambda **_: under_way.update(ended=1))
    request_started.connect(begin)
    request_finished.connect(end)
    try:
        yield
        latest = time.monotonic() + PATIENCE
        while under_way["begun"] > under_way["ended"] and time.monotonic() < latest:
            time.sleep(0.01)
    finally:
        request_started.disconnect(begin)
        request_finished.disconnect(end)


@pytest.fixture
def sign_in(page: Page) -> Callable[..., int]:
    """Make a user with roles and let the page be signed in as them; return their id."""

    def signed_in(*roles: Role, name: str = "Nadia Berthier") -> int:
        user_id = actions.create_user(system_actor(), email="nadia@exemple.fr", name=name, password="un mot de passe long")
        for role in roles:
            actions.set_membership(system_actor(), user_id, role=role, from_on=date(2020, 1, 1))
        client = Client()
        client.force_login(User.objects.get(id=user_id), backend=project.AUTHENTICATION_BACKENDS[0])
        come_in(page, client)
        return user_id

    return signed_in
