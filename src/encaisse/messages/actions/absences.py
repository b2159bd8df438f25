"""An absence that a machine certainly announces is noted by itself; what is less certain waits for a person (decision 0050)."""

from encaisse.creditors import queries as creditors
from encaisse.customers.actions import contact_away
from encaisse.customers.queries import contacts_of_address
from encaisse.kit.actor import Actor
from encaisse.messages.actions.filing import close, tell
from encaisse.messages.models import Incoming
from encaisse.messages.queries.absences import is_newest_word, our_addresses, read_in
from encaisse.messages.queries.departures import departure_in
from encaisse.messages.queries.received import as_incoming
from encaisse.messages.rules.replies import Nature, ReplyKind


def note_certain_absence(actor: Actor, row: Incoming, *, says_so: bool) -> bool:
    """Note the absence of the contact who wrote: the mail says that a machine wrote it, and names one day of return.

    A stand-in is only written down: nobody is written to at an address that a machine named before a person said so.
    """
    if not says_so or row.nature != Nature.AUTO_REPLY or row.customer_id is None or not is_newest_word(actor, row):
        return False
    on = creditors.today_of(actor, row.creditor_id)
    mail, ours = as_incoming([row])[0], our_addresses(actor, row.creditor_id)
    if departure_in(mail, ours=ours):
        return False  # a company that is closed, and a person who has left: the one must not hide the other
    absence = read_in(mail, ours=ours)
    writers = contacts_of_address(actor, row.customer_id, "email", row.sender)
    if absence is None or absence.back_on is None or not absence.is_sure or not absence.holds(on) or not writers:
        return False
    for contact in writers:
        if contact.back_on != absence.back_on:  # the same told again does not begin the wait anew
            contact_away(actor, contact.id, back_on=absence.back_on, on=on, stand_in=absence.stand_in)
    close(actor, row, ReplyKind.ABSENT.value)
    tell(actor, "messages.noted_absence", row)
    return True
