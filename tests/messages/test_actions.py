"""The outbox: queued once, delivered never twice, decided by a person when nobody knows."""

import io
from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from pypdf import PdfReader

from encaisse.audit.models import Entry
from encaisse.customers import actions as customers
from encaisse.customers.models import Address
from encaisse.customers.queries import digest_of
from encaisse.customers.rules import NewContact
from encaisse.db.clock import now
from encaisse.files.queries import content, linked
from encaisse.kit.actor import system_actor
from encaisse.kit.refusals import NotFound
from encaisse.messages import actions, queries
from encaisse.messages.models import ContactEvent, Message
from encaisse.messages.rules import Attachment, BadAddress, Channel, Delivered, MessageState, NotWithdrawable

pytestmark = pytest.mark.django_db(transaction=True)


def state(message_id: int) -> str:
    return Message.objects.get(pk=message_id).state


def test_a_queued_message_keeps_its_exact_bytes(actor, outgoing):
    message_id = actions.queue_message(actor, outgoing())
    message = Message.objects.get(pk=message_id)
    assert content(actor, message.rendered_id) == outgoing().content


def test_the_same_key_again_changes_nothing(actor, outgoing):
    first = actions.queue_message(actor, outgoing())
    assert actions.queue_message(actor, outgoing(subject="Autre")) == first
    assert Message.objects.get().subject == "Facture échue"


def test_many_messages_are_queued_in_the_order_asked(actor, outgoing):
    ids = actions.queue_messages(actor, [outgoing("a"), outgoing("b"), outgoing("a")])
    assert ids[0] == ids[2]
    assert [Message.objects.get(pk=each).idempotency_key for each in ids] == ["a", "b", "a"]


def test_an_address_that_is_none_is_refused_before_anything_is_kept(actor, outgoing):
    with pytest.raises(BadAddress):
        actions.queue_message(actor, outgoing(recipient="anne@epis.example\r\nBcc: all@x.example"))
    assert Message.objects.count() == 0


def test_outside_production_nothing_leaves_and_the_trap_shows_it(actor, outgoing):
    message_id = actions.queue_message(actor, outgoing())
    assert actions.deliver_ready(actor) == Delivered(trapped=1)
    rows, count = queries.message_list(actor, queries.MessageFilters(trapped=True))
    assert ([row.id for row in rows], count, rows[0].state) == ([message_id], 1, MessageState.SENT)


def test_a_message_is_accepted_by_a_real_server_and_makes_one_contact(actor, outgoing, mail_server):
    actions.queue_message(actor, outgoing())
    assert actions.deliver_ready(actor) == Delivered(sent=1)
    assert actions.deliver_ready(actor) == Delivered()
    assert mail_server.accepted() == ["<k1@verdier.example>"]
    event = ContactEvent.objects.get()
    assert (event.direction, event.channel, event.result, event.is_contact, event.happened_on) == (
        "out",
        "email",
        "sent",
        True,
        date(2026, 11, 17),
    )


def test_a_refused_message_has_failed(actor, outgoing, mail_server):
    message_id = actions.queue_message(actor, outgoing(recipient="refused@epis.example"))
    assert actions.deliver_ready(actor) == Delivered(failed=1)
    assert (state(message_id), ContactEvent.objects.count()) == ("failed", 0)
    assert Message.objects.get().detail == "550 No such mailbox"


def test_rule_19_an_address_that_nobody_has_is_refused_outright_and_is_dead_from_then_on(actor, outgoing, mail_server):
    message = outgoing(recipient="nobody@epis.example")
    contact = customers.add_contact(actor, message.customer_id, NewContact(name="Parti", emails=("nobody@epis.example",)))
    digest = digest_of("email", "nobody@epis.example")
    actions.queue_message(actor, replace(message, address_digest=digest))
    assert actions.deliver_ready(actor) == Delivered(failed=1)
    row = Message.objects.get()
    assert (row.state, row.bounce_kind, row.bounce_detail) == ("failed", "hard", "550 5.1.1 No such user here")
    assert Address.objects.get(contact_id=contact).health == "dead"
    assert not ContactEvent.objects.exists()


def test_a_refusal_that_may_be_ours_leaves_the_address_as_it_is(actor, outgoing, mail_server):
    message = outgoing(recipient="refused@epis.example")
    contact = customers.add_contact(actor, message.customer_id, NewContact(name="Martin", emails=("refused@epis.example",)))
    actions.queue_message(actor, replace(message, address_digest=digest_of("email", "refused@epis.example")))
    actions.deliver_ready(actor)
    assert (Message.objects.get().bounced_at, Address.objects.get(contact_id=contact).health) == (None, "unknown")


def test_a_message_put_off_waits_and_is_tried_again(actor, outgoing, mail_server):
    message_id = actions.queue_message(actor, outgoing(recipient="later@epis.example"))
    assert actions.deliver_ready(actor) == Delivered(retried=1, waiting=1)
    assert state(message_id) == "ready"
    assert Message.objects.get().not_before > now()


def test_a_server_out_of_reach_loses_nothing(actor, outgoing, mail_server, settings):
    settings.EMAIL_PORT = 1
    message_id = actions.queue_message(actor, outgoing())
    assert actions.deliver_ready(actor) == Delivered(retried=1, waiting=1)
    assert state(message_id) == "ready"


def test_silence_after_the_message_is_unknown_and_never_sent_again(actor, outgoing, mail_server):
    message_id = actions.queue_message(actor, outgoing(recipient="lateanswer@epis.example"))
    assert actions.deliver_ready(actor) == Delivered(unknown=1)
    assert actions.deliver_ready(actor) == Delivered()
    assert state(message_id) == "unknown"


def test_a_person_says_that_an_unknown_message_left(actor, outgoing, mail_server):
    message_id = actions.queue_message(actor, outgoing(recipient="lateanswer@epis.example"))
    actions.deliver_ready(actor)
    actions.settle_unknown(actor, message_id, was_sent=True)
    assert (state(message_id), ContactEvent.objects.count()) == ("sent", 1)


def test_a_person_says_to_send_an_unknown_message_again(actor, outgoing, mail_server):
    message_id = actions.queue_message(actor, outgoing(recipient="lateanswer@epis.example"))
    actions.deliver_ready(actor)
    actions.settle_unknown(actor, message_id, was_sent=False)
    Message.objects.update(recipient="anne@epis.example")
    assert actions.deliver_ready(actor) == Delivered(sent=1)


def test_a_claim_whose_process_is_gone_is_unknown(actor, outgoing):
    message_id = actions.queue_message(actor, outgoing())
    Message.objects.update(state="sending", claimed_at=now(), claimed_by=4_611_686_018_427_387_000)
    assert actions.deliver_ready(actor) == Delivered(unknown=1)
    assert state(message_id) == "unknown"


def test_a_claim_whose_process_lives_is_left_alone(actor, outgoing):
    message_id = actions.queue_message(actor, outgoing())
    with actions.delivery.claiming() as claimer:
        actions.delivery.claim_next(actor, claimer)
        assert actions.delivery.mark_lost(actor) == 0
    assert state(message_id) == "sending"


def test_an_approved_message_waits_for_its_slot(actor, outgoing):
    actions.queue_message(actor, outgoing(not_before=now() + timedelta(hours=1)))
    assert actions.deliver_ready(actor) == Delivered(waiting=1)


def test_a_message_can_be_withdrawn_until_its_slot(actor, outgoing):
    message_id = actions.queue_message(actor, outgoing(not_before=now() + timedelta(hours=1)))
    actions.withdraw_message(actor, message_id, "Le client a appelé")
    assert actions.deliver_ready(actor) == Delivered()
    assert state(message_id) == "withdrawn"


def test_what_has_left_cannot_be_withdrawn(actor, outgoing):
    message_id = actions.queue_message(actor, outgoing())
    actions.deliver_ready(actor)
    with pytest.raises(NotWithdrawable):
        actions.withdraw_message(actor, message_id)


def test_a_message_past_its_last_moment_is_withdrawn(actor, outgoing):
    message_id = actions.queue_message(actor, outgoing(not_after=now() - timedelta(seconds=1)))
    assert actions.deliver_ready(actor) == Delivered(withdrawn=1)
    assert state(message_id) == "withdrawn"


def test_the_stop_switch_holds_everything(actor, outgoing):
    actions.queue_message(actor, outgoing())
    actions.stop_sending(actor, reason="Copie restaurée")
    assert actions.deliver_ready(actor) == Delivered(waiting=1)
    actions.resume_sending(actor)
    assert actions.deliver_ready(actor) == Delivered(trapped=1)


def test_the_switch_of_one_creditor_holds_its_own_messages_only(actor, outgoing, customer):
    actions.queue_message(actor, outgoing())
    actions.stop_sending(actor, creditor_id=customer.creditor_id + 1, reason="Autre société")
    assert actions.deliver_ready(actor) == Delivered(trapped=1)


def test_a_sender_rests_when_its_minute_is_used_up(actor, outgoing, mail_server, settings):
    settings.SENDER_MINUTE_LIMIT = 2
    actions.queue_messages(actor, [outgoing(key) for key in "abc"])
    assert actions.deliver_ready(actor) == Delivered(sent=2, waiting=1)


def test_delivering_inside_a_transaction_is_refused(actor):
    with transaction.atomic(), pytest.raises(actions.delivery.InsideTransactionError):
        actions.deliver_ready(actor)


def test_a_message_of_another_creditor_s_customer_cannot_exist(actor, outgoing, customer):
    with pytest.raises(IntegrityError):
        actions.queue_message(actor, outgoing(creditor_id=customer.creditor_id + 1))


def test_each_step_is_in_the_audit(actor, outgoing):
    message_id = actions.queue_message(actor, outgoing())
    actions.withdraw_message(actor, message_id)
    entries = Entry.objects.filter(subject_kind="message", subject_id=message_id).order_by("-pk")[:2]
    assert [entry.did for entry in entries] == ["messages.withdraw", "messages.queue"]


def letter(outgoing, key: str, **changes):
    facts = {"channel": Channel.LETTER, "recipient": "Boulangerie Épis\n3 place du Marché\n38000 Grenoble"}
    return outgoing(key, **(facts | changes))


def test_letters_are_bound_printed_then_posted(actor, outgoing, a_letter):
    ids = actions.queue_messages(actor, [letter(outgoing, key, content=a_letter(key)) for key in "ab"])
    batch_id = actions.print_letters(actor, ids)
    assert [state(each) for each in ids] == ["sending", "sending"]
    cover = PdfReader(io.BytesIO(queries.batch_file(actor, batch_id))).pages[0].extract_text()
    assert ("Boulangerie Épis" in cover, "38000 Grenoble" in cover) == (True, True)
    assert actions.mark_posted(actor, ids) == 2
    assert sorted(ContactEvent.objects.values_list("channel", "result")) == [("letter", "posted"), ("letter", "posted")]


def test_a_printed_letter_is_never_taken_for_a_lost_one(actor, outgoing, a_letter):
    message_id = actions.queue_message(actor, letter(outgoing, "a", content=a_letter("a")))
    actions.print_letters(actor, [message_id])
    assert actions.deliver_ready(actor) == Delivered()
    assert state(message_id) == "sending"


def test_a_message_out_of_sight_is_not_there(actor, outgoing):
    message_id = actions.queue_message(actor, outgoing())
    with pytest.raises(NotFound):
        queries.message(system_actor(frozenset({999_999})), message_id)


def test_settled_messages_are_told_since_an_instant(actor, outgoing):
    before = now()
    message_id = actions.queue_message(actor, outgoing())
    actions.deliver_ready(actor)
    assert [(each.message_id, each.state) for each in queries.settled_since(actor, before)] == [(message_id, MessageState.SENT)]


def test_what_goes_beside_a_letter_is_kept_with_it(actor, outgoing, customer):
    statement = Attachment("relevé.pdf", "application/pdf", b"%PDF")
    message_id = actions.queue_message(actor, outgoing(attachments=(statement,)))
    [kept] = Message.objects.get(pk=message_id).attachments.all()
    assert (kept.name, content(actor, kept.blob_id)) == ("relevé.pdf", b"%PDF")


def test_what_was_sent_is_among_the_customer_s_files(actor, outgoing, customer):
    message_id = actions.queue_message(actor, outgoing())
    assert linked(actor, customer_id=customer.pk, role="message") == [Message.objects.get(pk=message_id).rendered_id]


def test_the_days_a_customer_was_written_to_are_told_in_order(actor, outgoing, customer):
    actions.queue_messages(actor, [outgoing("a", dated_on=date(2026, 11, 17)), outgoing("b", dated_on=date(2026, 10, 19))])
    actions.queue_message(actor, outgoing("c", dated_on=date(2026, 11, 1), is_contact=False))
    actions.deliver_ready(actor)
    assert queries.reminders_sent(actor, [customer.pk]) == {customer.pk: (date(2026, 10, 19), date(2026, 11, 17))}
