from encaisse.messages.models.contacts import ContactEvent
from encaisse.messages.models.outbox import Attachment, Attempt, Message, PrintBatch, Sender, Switch, choices
from encaisse.messages.models.templates import Template

__all__ = ["Attachment", "Attempt", "ContactEvent", "Message", "PrintBatch", "Sender", "Switch", "Template", "choices"]
