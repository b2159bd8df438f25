"""What messages does: queue, deliver, withdraw, print, post, decide what nobody knows, and edit templates."""

from encaisse.messages.actions.channels import remove_mail_server, remove_sms_gateway, save_mail_server, save_sms_gateway
from encaisse.messages.actions.contacts import ContactFact, record_contact
from encaisse.messages.actions.delivery import deliver_ready
from encaisse.messages.actions.letters import mark_posted, print_letters
from encaisse.messages.actions.outbox import (
    queue_message,
    queue_messages,
    settle_unknown,
    withdraw_message,
    withdraw_messages,
)
from encaisse.messages.actions.switches import resume_sending, stop_sending
from encaisse.messages.actions.templates import restore_shipped, save_template

__all__ = [
    "ContactFact",
    "deliver_ready",
    "mark_posted",
    "print_letters",
    "queue_message",
    "queue_messages",
    "record_contact",
    "remove_mail_server",
    "remove_sms_gateway",
    "restore_shipped",
    "resume_sending",
    "save_mail_server",
    "save_sms_gateway",
    "save_template",
    "settle_unknown",
    "stop_sending",
    "withdraw_message",
    "withdraw_messages",
]
