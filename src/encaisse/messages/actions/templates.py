"""Editing templates: every save is a new version; a legal one needs the lawyer and its checklist."""

from dataclasses import replace

from django.db import transaction

from encaisse.audit.actions import write_audit
from encaisse.db.clock import now
from encaisse.kit.actor import Actor, Permission
from encaisse.messages import queries
from encaisse.messages.models import Template as TemplateRow
from encaisse.messages.rules import Language, Template, check_lawful, check_template


@transaction.atomic
def save_template(actor: Actor, code: str, language: Language, *, subject: str, body: str) -> int:
    """Save a text as the next version; refuse what cannot be read, names the unknown, or lacks what the law asks."""
    current = queries.template(actor, code, language)
    actor.must(Permission.TEMPLATE_LEGAL_APPROVE if current.is_locked_by_law else Permission.TEMPLATE_EDIT)
    edited = replace(current, subject=" ".join(subject.split()), body=body.replace("\r\n", "\n").strip())
    check_template(edited)
    check_lawful(edited)
    if (edited.subject, edited.body) == (current.subject, current.body):
        return current.version
    return add_version(actor, edited)


def restore_shipped(actor: Actor, code: str, language: Language) -> int:
    """Return to the text as shipped, as a new version."""
    shipped = queries.shipped_template(actor, code, language)
    return save_template(actor, code, language, subject=shipped.subject, body=shipped.body)


def add_version(actor: Actor, edited: Template) -> int:
    saved = TemplateRow.objects.create(
        code=edited.code,
        language=edited.language,
        version=edited.version + 1,
        channels=[channel.value for channel in edited.channels],
        subject=edited.subject,
        body=edited.body,
        optional_variables=sorted(edited.optional_variables),
        locked_by_law=edited.is_locked_by_law,
        saved_at=now(),
        saved_by=actor.user_id,
        saved_by_name=actor.name[:120],
    )
    write_audit(
        actor,
        did="messages.save_template",
        subject_kind="template",
        subject_id=saved.pk,
        change={"code": edited.code, "language": edited.language, "version": saved.version},
    )
    return saved.version
