"""Who sees which entry of the navigation."""

from dataclasses import replace

import pytest

from encaisse.kit.actor import Actor, Grant, Mode, Permission, Scope, system_actor
from encaisse.ui.navigation import NAVIGATION, Entry, Group, is_allowed, shown_to

GUIDE = Entry("ui:style_guide", "Guide", "book")
NOBODY = Actor(user_id=1, name="Nobody")
IMPORTER = replace(NOBODY, grants={Permission.IMPORT_RUN: Grant(Permission.IMPORT_RUN, Mode.ACT, Scope.ALL)})


def test_an_entry_without_permission_is_open_to_whoever_is_signed_in() -> None:
    assert (is_allowed(GUIDE, NOBODY), is_allowed(GUIDE, None)) == (True, False)


def test_an_entry_shows_only_to_those_who_may() -> None:
    entry = replace(GUIDE, permission=Permission.IMPORT_RUN)
    assert (is_allowed(entry, NOBODY), is_allowed(entry, IMPORTER)) == (False, True)


def test_an_address_that_does_not_exist_is_left_out() -> None:
    assert not is_allowed(replace(GUIDE, url="nowhere:at_all"), NOBODY)


def test_a_group_without_entries_is_left_out() -> None:
    assert shown_to(NOBODY, "/", [Group("Empty", [replace(GUIDE, url="nowhere:at_all")])]) == []


@pytest.mark.parametrize(("path", "is_here"), [("/ui/", True), ("/ui/more", True), ("/elsewhere/", False)])
def test_the_entry_of_the_page_is_marked(path: str, is_here: bool) -> None:
    (group,) = shown_to(NOBODY, path, [Group("Help", [GUIDE])])
    assert [shown.is_here for shown in group.entries] == [is_here]


def test_shortcuts_are_not_shared() -> None:
    keys = [entry.keys for group in NAVIGATION for entry in group.entries if entry.keys]
    assert sorted(set(keys)) == sorted(keys)


def test_every_page_of_the_navigation_exists() -> None:
    everyone = system_actor(frozenset())
    listed = {entry.url for group in NAVIGATION for entry in group.entries}
    assert {shown.entry.url for group in shown_to(everyone, "/") for shown in group.entries} == listed
