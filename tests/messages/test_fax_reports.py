"""What a fax gateway answers in its own words: a failure is kept in them and opens the step again, a success counts for nothing."""

from email.message import EmailMessage

import pytest

from encaisse.db.clock import now
from encaisse.messages import actions
from encaisse.messages.models import Incoming, Message
from encaisse.messages.rules import Channel
from encaisse.messages.rules.fax_reports import fax_report, is_of_the_gateway
from encaisse.messages.rules.replies import BounceKind


@pytest.mark.parametrize(
    ("subject", "text", "kind", "words"),
    [
        pytest.param("Fax non transmis", "Votre fax n'a pas été remis.\nMotif : ligne occupée après 3 essais.", BounceKind.SOFT,
                     "Votre fax n'a pas été remis. Motif : ligne occupée après 3 essais. Fax non transmis", id="busy"),
        pytest.param("Fax status", "Job 12. Transmission failed: no answer. Pages sent: 0", BounceKind.SOFT,
                     "Transmission failed: no answer.", id="no answer"),
        pytest.param("Échec", "Le numéro 0199001234 est non attribué.", BounceKind.HARD,
                     "Le numéro 0199001234 est non attribué. Échec", id="a number of nobody is at fault for good"),
        pytest.param("Fax error", "", BounceKind.SOFT, "Fax error", id="the subject alone"),
    ],
)  # fmt: skip
def test_a_failure_is_told_in_the_words_of_the_gateway(subject: str, text: str, kind: BounceKind, words: str) -> None:
    report = fax_report(subject, text)
    assert report is not None
    assert (report.has_failed, report.kind, report.words) == (True, kind, words)


def test_a_success_and_what_says_nothing() -> None:
    sent = fax_report("Fax transmis", "3 pages envoyées en 1 min.")
    assert sent is not None
    assert not sent.has_failed
    assert fax_report("Vos tarifs", "Nos tarifs changent en janvier.") is None


def test_the_gateway_writes_from_its_own_domain_or_as_a_machine() -> None:
    assert is_of_the_gateway("report@mail.fax.example", "{number}@fax.example", is_automatic=False)
    assert is_of_the_gateway("noreply@elsewhere.example", "{number}@fax.example", is_automatic=True)
    assert not is_of_the_gateway("anne@dupont.example", "{number}@fax.example", is_automatic=False)


def answer(mail_id: str, *, subject: str, text: str, sender: str = "report@fax.example") -> bytes:
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"], mail["In-Reply-To"] = sender, "compta@verdier.example", subject, mail_id
    mail["Message-ID"] = f"<{subject.replace(' ', '')}@fax.example>"
    mail.set_content(text)
    return mail.as_bytes()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("La ligne est restée occupée.", ("bounce", "La ligne est restée occupée.")),
        ("Votre fax a été transmis.", ("notice", "")),
        ("Nos tarifs changent.", ("reply", "")),
    ],
)
def test_what_the_gateway_answers_marks_the_fax(actor, customer, outgoing, text: str, told: tuple[str, str]) -> None:
    actions.save_fax_gateway(actor, customer.creditor_id, "{number}@fax.example")
    fax = actions.queue_message(actor, outgoing("f1", channel=Channel.FAX, recipient="+33199001234"))
    Message.objects.filter(pk=fax).update(state="sent", claimed_at=now(), settled_at=now(), mail_id="<f1@verdier.example>")
    mail = actions.take_in(
        actor,
        actions.Arrival(
            content=answer("<f1@verdier.example>", subject="Compte rendu", text=text), arrived_at=now(), creditor_id=customer.creditor_id
        ),
    )
    assert (Incoming.objects.get(pk=mail).nature, Message.objects.get(pk=fax).bounce_detail) == told
