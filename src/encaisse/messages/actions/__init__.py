"""What messages does: queue, deliver, withdraw, print, post, decide what nobody knows, read mailboxes, file replies, edit templates."""

from typing import TYPE_CHECKING

from encaisse.kit.fronts import wake_on_demand

if TYPE_CHECKING:
    from encaisse.messages.actions.answers import ToldElsewhere, bring_answer_in
    from encaisse.messages.actions.channels import remove_mail_server, remove_sms_gateway, save_mail_server, save_sms_gateway
    from encaisse.messages.actions.complaints import note_complaint
    from encaisse.messages.actions.contacts import ContactFact, record_contact
    from encaisse.messages.actions.delivery import deliver_ready
    from encaisse.messages.actions.dialing import dial, remove_dialer, save_dialer, set_own_extension
    from encaisse.messages.actions.fax import save_fax_gateway
    from encaisse.messages.actions.fetching import Fetched, fetch_mail, try_mailbox
    from encaisse.messages.actions.filing import close_departure, close_reply, file_mail, set_aside
    from encaisse.messages.actions.incoming import Arrival, take_in
    from encaisse.messages.actions.letters import mark_posted, print_letters
    from encaisse.messages.actions.mail_policy import check_sender_domain
    from encaisse.messages.actions.mailboxes import pause_mailbox, set_mailbox
    from encaisse.messages.actions.outbox import (
        queue_message,
        queue_messages,
        settle_unknown,
        withdraw_message,
        withdraw_messages,
    )
    from encaisse.messages.actions.postal import save_letter_route
    from encaisse.messages.actions.postman import Parcel
    from encaisse.messages.actions.proofs import keep_drawn
    from encaisse.messages.actions.senders import ask_own_sender, ask_team_sender, forget_own_sender, send_verification, verify_sender
    from encaisse.messages.actions.sms_answers import TakenAnswer, close_sms_door, open_sms_door, take_sms_answer
    from encaisse.messages.actions.switches import resume_sending, stop_sending
    from encaisse.messages.actions.templates import restore_shipped, save_template
    from encaisse.messages.actions.trials import note_trial, send_trial
else:
    wake_on_demand(__name__)

__all__ = [
    "Arrival",
    "ContactFact",
    "Fetched",
    "Parcel",
    "TakenAnswer",
    "ToldElsewhere",
    "ask_own_sender",
    "ask_team_sender",
    "bring_answer_in",
    "check_sender_domain",
    "close_departure",
    "close_reply",
    "close_sms_door",
    "deliver_ready",
    "dial",
    "fetch_mail",
    "file_mail",
    "forget_own_sender",
    "keep_drawn",
    "mark_posted",
    "note_complaint",
    "note_trial",
    "open_sms_door",
    "pause_mailbox",
    "print_letters",
    "queue_message",
    "queue_messages",
    "record_contact",
    "remove_dialer",
    "remove_mail_server",
    "remove_sms_gateway",
    "restore_shipped",
    "resume_sending",
    "save_dialer",
    "save_fax_gateway",
    "save_letter_route",
    "save_mail_server",
    "save_sms_gateway",
    "save_template",
    "send_trial",
    "send_verification",
    "set_aside",
    "set_mailbox",
    "set_own_extension",
    "settle_unknown",
    "stop_sending",
    "take_in",
    "take_sms_answer",
    "try_mailbox",
    "verify_sender",
    "withdraw_message",
    "withdraw_messages",
]
