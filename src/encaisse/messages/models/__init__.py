from encaisse.messages.models.channels import Dialer, DialExtension, DomainCheck, MailServer, SenderIdentity, SmsGateway, Trial
from encaisse.messages.models.complaints import Complaint
from encaisse.messages.models.contacts import ContactEvent
from encaisse.messages.models.fax import FaxGateway
from encaisse.messages.models.joint import JoinedCustomer, JointWords
from encaisse.messages.models.mailboxes import Incoming, Mailbox
from encaisse.messages.models.outbox import Attachment, Attempt, Message, PrintBatch, Sender, Switch, choices
from encaisse.messages.models.postal import LetterRoute
from encaisse.messages.models.sms_answers import SmsAnswer, SmsDoor
from encaisse.messages.models.templates import Template

__all__ = [
    "Attachment",
    "Attempt",
    "Complaint",
    "ContactEvent",
    "DialExtension",
    "Dialer",
    "DomainCheck",
    "FaxGateway",
    "Incoming",
    "JoinedCustomer",
    "JointWords",
    "LetterRoute",
    "MailServer",
    "Mailbox",
    "Message",
    "PrintBatch",
    "Sender",
    "SenderIdentity",
    "SmsAnswer",
    "SmsDoor",
    "SmsGateway",
    "Switch",
    "Template",
    "Trial",
    "choices",
]
