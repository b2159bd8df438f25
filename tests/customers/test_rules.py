"""Addresses in one writing, words of a search, pages."""

import pytest

from encaisse.customers.rules import AddressUnusable, ChannelUnknown, NewCustomer, Page, normalised_address, word_query


@pytest.mark.parametrize(
    ("channel", "written", "kept"),
    [
        ("email", " Compta@Société-Dupont.FR ", "compta@xn--socit-dupont-eebb.fr"),
        ("email", "mailto:a.b@c.fr", "a.b@c.fr"),
        ("phone", "01 23 45 67 89", "+33123456789"),
        ("mobile", "+33 (0)6 12 34 56 78", "+33612345678"),
        ("postal", "12  rue du Bac\r\n\r\n75007   PARIS", "12 rue du Bac\n75007 PARIS"),
    ],
)
def test_an_address_has_one_writing(channel, written, kept):
    assert normalised_address(channel, written) == kept


@pytest.mark.parametrize(("channel", "written"), [("email", "nobody"), ("email", "a@b.fr, c@d.fr"), ("phone", "12"), ("postal", " \n ")])
def test_what_cannot_be_an_address_is_refused(channel, written):
    with pytest.raises(AddressUnusable):
        normalised_address(channel, written)


def test_an_unknown_channel_is_refused():
    with pytest.raises(ChannelUnknown):
        normalised_address("pigeon", "x")


@pytest.mark.parametrize(
    ("typed", "query"),
    [("", ""), ("Éts  Dupont", "ets:* & dupont:*"), ("303 265 045", "303265045:*"), ("dupont & | !", "dupont:*"), ("C-42", "c:* & 42:*")],
)
def test_every_word_typed_begins_a_word_found(typed, query):
    assert word_query(typed) == query


def test_a_page_knows_how_many_there_are():
    page = Page(rows=(1, 2), count=5, page=2, size=2)
    assert (page.pages, page.has_next, page.has_previous, list(page)) == (3, True, True, [1, 2])


def test_a_siret_names_the_party():
    assert NewCustomer(code="1", name="x", siret="55210055400013").party_siren == "552100554"
