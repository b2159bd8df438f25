"""Every screen of the menu is among those photographed and looked at before a release."""

import importlib.util

from django.urls import reverse

from encaisse.ui.navigation import NAVIGATION
from house.trees import CHECKOUT

SPEC = importlib.util.spec_from_file_location("screenshots", CHECKOUT / "tools" / "screenshots.py")


def test_every_page_of_the_menu_is_photographed() -> None:
    assert SPEC is not None
    assert SPEC.loader is not None
    tool = importlib.util.module_from_spec(SPEC)
    SPEC.loader.exec_module(tool)
    photographed = {address.partition("?")[0] for address, *_clicks in tool.PAGES.values()}
    assert [reverse(entry.url) for group in NAVIGATION for entry in group.entries if reverse(entry.url) not in photographed] == []
