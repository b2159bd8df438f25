"""Django's own applications under other labels, where a room has the better claim to the word."""

from django.contrib.messages.apps import MessagesConfig


class FlashMessagesConfig(MessagesConfig):
    """Django's one-time notices; the label `messages` belongs to the room of letters, mails and calls."""

    label = "flash_messages"
