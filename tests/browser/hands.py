"""What every story of the browser does with its hands: come in as somebody, press keys."""

from django.conf import settings as project
from django.test import Client
from playwright.sync_api import Page


def come_in(page: Page, client: Client) -> None:
    """Let the page go on as whoever a test client is signed in as."""
    cookie = client.cookies[project.SESSION_COOKIE_NAME].value
    page.context.clear_cookies(name=project.SESSION_COOKIE_NAME)
    page.context.add_cookies([{"name": project.SESSION_COOKIE_NAME, "value": cookie, "domain": "localhost", "path": "/"}])


def keys(page: Page, *pressed: str) -> None:
    for key in pressed:
        page.keyboard.press(key)
