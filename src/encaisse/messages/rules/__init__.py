"""The pure part of messages: values, templates, e-mails, letters, states."""

from typing import TYPE_CHECKING

from encaisse.kit.fronts import wake_on_demand

if TYPE_CHECKING:
    from encaisse.messages.rules.enclosures import with_enclosures
    from encaisse.messages.rules.joint import JointPart, SpeaksForOthers, with_joint_parts, words_apart
    from encaisse.messages.rules.legal import NotLawful, Requirement, check_lawful, is_lawful, requirements
    from encaisse.messages.rules.letters import Cover, Registered, bound, letter_pdf
    from encaisse.messages.rules.mail import Attachment, BadAddress, BadHeader, Envelope, check_address, email_bytes, message_id
    from encaisse.messages.rules.outbox import (
        LEFT,
        Attempt,
        Delivered,
        Joined,
        Letter,
        MessageState,
        NotWithdrawable,
        Outcome,
        Outgoing,
        check_outgoing,
        check_postable,
        check_printable,
        check_unknown,
        check_withdrawable,
        retry_after,
        state_after,
    )
    from encaisse.messages.rules.reading import Mail, attachment, read_mail
    from encaisse.messages.rules.rendering import Block, Paragraph, Rendered, render, with_closing_words
    from encaisse.messages.rules.samples import sample
    from encaisse.messages.rules.sms import SmsLength, SmsTooLong, is_stop, sms_length, sms_text
    from encaisse.messages.rules.templates import (
        MissingVariables,
        Template,
        TemplateNotReadable,
        UnknownVariables,
        check_template,
        missing_variables,
        variables,
    )
    from encaisse.messages.rules.values import (
        LETTERS,
        Channel,
        Column,
        ContactBlock,
        CreditorBlock,
        CustomerBlock,
        Group,
        ItemRow,
        Language,
        MessageData,
        Section,
        SenderBlock,
        Sum,
        Table,
        Value,
    )
    from encaisse.messages.rules.variables import GIVEN, KNOWN, WORKED_OUT, said, value_of
else:
    wake_on_demand(__name__)

__all__ = [
    "GIVEN",
    "KNOWN",
    "LEFT",
    "LETTERS",
    "WORKED_OUT",
    "Attachment",
    "Attempt",
    "BadAddress",
    "BadHeader",
    "Block",
    "Channel",
    "Column",
    "ContactBlock",
    "Cover",
    "CreditorBlock",
    "CustomerBlock",
    "Delivered",
    "Envelope",
    "Group",
    "ItemRow",
    "Joined",
    "JointPart",
    "Language",
    "Letter",
    "Mail",
    "MessageData",
    "MessageState",
    "MissingVariables",
    "NotLawful",
    "NotWithdrawable",
    "Outcome",
    "Outgoing",
    "Paragraph",
    "Registered",
    "Rendered",
    "Requirement",
    "Section",
    "SenderBlock",
    "SmsLength",
    "SmsTooLong",
    "SpeaksForOthers",
    "Sum",
    "Table",
    "Template",
    "TemplateNotReadable",
    "UnknownVariables",
    "Value",
    "attachment",
    "bound",
    "check_address",
    "check_lawful",
    "check_outgoing",
    "check_postable",
    "check_printable",
    "check_template",
    "check_unknown",
    "check_withdrawable",
    "email_bytes",
    "is_lawful",
    "is_stop",
    "letter_pdf",
    "message_id",
    "missing_variables",
    "read_mail",
    "render",
    "requirements",
    "retry_after",
    "said",
    "sample",
    "sms_length",
    "sms_text",
    "state_after",
    "value_of",
    "variables",
    "with_closing_words",
    "with_enclosures",
    "with_joint_parts",
    "words_apart",
]
