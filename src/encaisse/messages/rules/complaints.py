"""Complaints: what a mail provider tells of a person who marked a message as unwanted, or asked for no more."""

from enum import StrEnum


class ComplaintKind(StrEnum):
    COMPLAINT = "complaint"
    UNSUBSCRIBE = "unsubscribe"


# In the words of django-anymail.
TOLD_AS = {"complained": ComplaintKind.COMPLAINT, "unsubscribed": ComplaintKind.UNSUBSCRIBE}
