"""Notes: who they name, what may be put beside them, who reads which."""

from datetime import date

import pytest

from encaisse.customers import actions, queries
from encaisse.customers.models import Attachment, Mention, Note
from encaisse.customers.rules.notes import (
    LARGEST_ATTACHMENT,
    AttachmentEmpty,
    AttachmentTooLarge,
    Colleague,
    KindNotKept,
    MentionOfNobody,
    MentionOutOfSight,
    NewAttachment,
    NotWhatItSays,
    TooManyAttachments,
    check_attachments,
    mentioned,
    plain_name,
)
from encaisse.db.clock import stopped
from encaisse.files.queries import content
from encaisse.kit.actor import Role, system_actor
from encaisse.kit.refusals import NotAllowed, NotFound
from workbench.conftest import World

SYSTEM = system_actor()
ON = date(2026, 11, 17)
PDF = NewAttachment("bon de livraison.pdf", b"%PDF-1.7 ...")
NADIA, LEA, PAUL, PAULA = (
    Colleague(1, "Nadia Berthier", "nadia@lambert.example"),
    Colleague(2, "Léa Martin", "l.martin@lambert.example"),
    Colleague(3, "Paul Renard", "paul.renard@lambert.example"),
    Colleague(4, "Paul Renard-Petit", "prp@lambert.example"),
)
ALL = (NADIA, LEA, PAUL, PAULA)


@pytest.mark.parametrize(
    ("body", "named"),
    [
        pytest.param("@Nadia Berthier, peux-tu rappeler ?", (1,), id="by the whole name"),
        pytest.param("vu avec @nadia.", (1,), id="by the first name, when it is one person's only"),
        pytest.param("@lea martin et @NADIA", (2, 1), id="whatever the accents and capitals"),
        pytest.param("à voir (@l.martin)", (2,), id="by the beginning of the address"),
        pytest.param("@Paul Renard-Petit ou @Paul Renard", (4, 3), id="the longest name wins"),
        pytest.param("@nadia @nadia", (1,), id="once, however often"),
        pytest.param("écrire à compta@nadia.example", (), id="an address names nobody"),
        pytest.param("3 @ 12 €", (), id="a lone @ names nobody"),
    ],
)
def test_who_a_note_names(body, named):
    assert mentioned(body, ALL) == named


@pytest.mark.parametrize("body", ["@inconnu regarde", "@paul regarde"])
def test_a_name_nobody_has_or_several_have_is_refused(body):
    with pytest.raises(MentionOfNobody):
        mentioned(body, ALL)


@pytest.mark.parametrize(
    ("attachment", "refusal"),
    [
        pytest.param(NewAttachment("vide.pdf", b""), AttachmentEmpty, id="an empty file"),
        pytest.param(NewAttachment("lourd.txt", b"x" * (LARGEST_ATTACHMENT + 1)), AttachmentTooLarge, id="a file too large"),
        pytest.param(NewAttachment("page.html", b"<script>"), KindNotKept, id="a page"),
        pytest.param(NewAttachment("image.svg", b"<svg/>"), KindNotKept, id="a drawing that may run"),
        pytest.param(NewAttachment("virus.exe", b"MZ"), KindNotKept, id="a program"),
        pytest.param(NewAttachment("facture.pdf", b"MZ\x90"), NotWhatItSays, id="a program under another name"),
        pytest.param(NewAttachment("notes.txt", b"#!/bin/sh"), NotWhatItSays, id="a script under another name"),
        pytest.param(NewAttachment("photo.png", b"%PDF-1.7"), NotWhatItSays, id="a file that is not what it says"),
    ],
)
def test_a_file_that_is_not_kept(attachment, refusal):
    with pytest.raises(refusal):
        check_attachments([attachment])


def test_too_many_files_at_once_are_refused():
    with pytest.raises(TooManyAttachments):
        check_attachments([PDF] * 11)


def test_a_name_keeps_its_ending_and_loses_its_folders():
    assert plain_name("C:\\temp\\bon\x00.pdf") == "bon.pdf"
    assert plain_name("../../etc/" + "x" * 300 + ".xlsx").endswith(".xlsx")
    assert len(plain_name("x" * 300 + ".xlsx")) == 200


@pytest.fixture
def world(db, settings, tmp_path):
    settings.VAR = tmp_path
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    with stopped(ON):
        yield World()


@pytest.fixture
def customer(world):
    return world.customer("C1", "Garage Dupont", salesperson_id=world.hire("paul", Role.SALESPERSON))


def user(world, name):
    from encaisse.people.models import User  # noqa: PLC0415 - this test alone

    return world.actor(User.objects.get(name=name).pk)


def test_whoever_is_named_is_told_until_they_have_read(world, customer):
    collector, paul = user(world, "Nadia"), user(world, "Paul")
    actions.write_note(collector, customer, "@paul peux-tu passer les voir ?", attachments=[PDF])
    [told] = queries.unread_mentions(paul)
    assert (told.customer_name, told.written_by_name) == ("Garage Dupont", "Nadia")
    assert queries.unread_mentions(collector) == []
    with pytest.raises(NotFound):
        actions.read_mention(collector, told.id)
    assert actions.read_mention(paul, told.id) == customer
    assert queries.unread_mentions(paul) == []


def test_everything_is_marked_as_read_at_once(world, customer):
    for words in ("@paul un", "@paul deux"):
        actions.write_note(user(world, "Nadia"), customer, words)
    assert actions.read_mentions(user(world, "Paul")) == 2
    assert queries.unread_mentions(user(world, "Paul")) == []


def test_somebody_who_could_not_read_the_note_is_not_named(world, customer):
    world.hire("marc", Role.SALESPERSON)
    with pytest.raises(MentionOutOfSight):
        actions.write_note(user(world, "Nadia"), customer, "@marc regarde")
    director = world.actor(world.hire("claire", Role.CREDIT_MANAGER))
    with pytest.raises(MentionOutOfSight):
        actions.write_note(director, customer, "@paul confidentiel", is_restricted=True)
    assert (Note.objects.count(), Mention.objects.count()) == (0, 0)


def test_a_file_is_kept_by_its_hash_with_or_without_a_note(world, customer):
    collector = user(world, "Nadia")
    actions.write_note(collector, customer, "Voir le bon signé", attachments=[PDF])
    actions.attach(collector, customer, [NewAttachment("photo.png", b"\x89PNG\r\n\x1a\n...")])
    alone, beside = queries.attachments(collector, customer)
    assert ((alone.name, alone.note_id), beside.name) == (("photo.png", None), "bon de livraison.pdf")
    assert content(collector, beside.sha256) == PDF.content


def test_a_confidential_file_is_for_few(world, customer):
    director = world.actor(world.hire("claire", Role.CREDIT_MANAGER))
    actions.write_note(director, customer, "Conciliation", is_restricted=True, attachments=[PDF])
    [kept] = queries.attachments(director, customer)
    assert queries.attachments(user(world, "Nadia"), customer) == []
    with pytest.raises(NotFound):
        queries.attachment(user(world, "Nadia"), kept.id)


def test_a_file_refused_keeps_nothing_of_the_note(world, customer):
    with pytest.raises(NotWhatItSays):
        actions.write_note(user(world, "Nadia"), customer, "Voir", attachments=[NewAttachment("x.pdf", b"MZ")])
    assert (Note.objects.count(), Attachment.objects.count()) == (0, 0)


def test_who_only_reads_attaches_nothing(world, customer):
    auditor = world.actor(world.hire("ines", Role.AUDITOR))
    with pytest.raises(NotAllowed):
        actions.attach(auditor, customer, [PDF])


def test_an_instruction_says_who_gave_it_and_is_given_by_who_directs(world, customer):
    with pytest.raises(NotAllowed):
        actions.set_instruction(user(world, "Nadia"), customer, "Ne jamais appeler le magasin")
    director = world.actor(world.hire("claire", Role.CREDIT_MANAGER))
    actions.set_instruction(director, customer, "Ne jamais appeler le magasin")
    file = queries.customer(SYSTEM, customer)
    assert (file.instruction, file.instruction_by_name, file.instruction_at.date()) == ("Ne jamais appeler le magasin", "Claire", ON)
    actions.set_instruction(director, customer, "")
    assert queries.customer(SYSTEM, customer).instruction_at is None


def test_a_mention_on_a_customer_one_no_longer_sees_is_not_shown(world, customer):
    actions.write_note(user(world, "Nadia"), customer, "@paul peux-tu passer ?")
    actions.assign(SYSTEM, [customer], duty="salesperson", value_id=world.collector, on=ON)
    assert queries.unread_mentions(user(world, "Paul")) == []


def test_the_colleagues_of_a_customer_out_of_scope_are_not_told(world, customer):
    stranger = world.actor(world.hire("marc", Role.COLLECTOR))
    with pytest.raises(NotFound):
        queries.colleagues(stranger, customer, on=ON)
