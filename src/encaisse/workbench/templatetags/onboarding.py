"""The words of the set-up assistant: what each step is for, and what going on without it means."""

from django import template
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from encaisse.dunning.templatetags.words import Words
from encaisse.ui.templatetags.encaisse import chip
from encaisse.workbench.rules.onboarding import SetUp, Standing

register = template.Library()

NAMES: dict[SetUp, Words] = {
    SetUp.COMPANY: _("The company"),
    SetUp.LETTERHEAD: _("Letterhead"),
    SetUp.ACCOUNT: _("Bank account"),
    SetUp.SENDING: _("How it sends"),
    SetUp.IMPORT: _("Import the receivables"),
    SetUp.CONTACTS: _("Contacts"),
    SetUp.SCENARIOS: _("Segments and scenarios"),
    SetUp.PEOPLE: _("Users and roles"),
    SetUp.GO_LIVE: _("Go-live"),
    SetUp.DRY_RUN: _("Dry run"),
    SetUp.FIRST_DAY: _("The first day"),
}
WHY: dict[SetUp, Words] = {
    SetUp.COMPANY: _("Its legal name, numbers and address are printed on every letter; its calendar and terms date the reminders."),
    SetUp.LETTERHEAD: _("The logo on top of letters and payment slips, as your customers know it."),
    SetUp.ACCOUNT: _("Where customers pay. The IBAN is checked, sealed, and printed on letters with its payment code."),
    SetUp.SENDING: _("Reminders leave in the name of a person, else of the company, by its own mail server if you give one."),
    SetUp.IMPORT: _("A general ledger (FEC), an aged balance or a list of invoices: nothing is taken in before you have seen it."),
    SetUp.CONTACTS: _("A ledger names customers without their addresses: a list of contacts brings e-mails, phones and post."),
    SetUp.SCENARIOS: _("Each segment follows a scenario: which step, when, by which channel. Seven scenarios come with Encaisse."),
    SetUp.PEOPLE: _("Invite your colleagues, each with their roles; alone, solo mode gives you all of them."),
    SetUp.GO_LIVE: _("Say where old items start: nothing leaves before this screen is closed."),
    SetUp.DRY_RUN: _("The very same decisions as the real run, and nothing is written: read what would leave, and why."),
    SetUp.FIRST_DAY: _("The first run drafts every message and lets it wait for you: look at each, approve, and end it when you trust it."),
}
WITHOUT: dict[SetUp, Words] = {
    SetUp.LETTERHEAD: _("Without it, letters begin with the name of the company. E-mails are the same."),
    SetUp.ACCOUNT: _("Without it, letters and e-mails carry no IBAN, no payment slip and no payment code."),
    SetUp.SENDING: _("Without an e-mail address and a phone, a reminder whose sender has none is refused before it leaves."),
    SetUp.CONTACTS: _("Without an address, a customer is held as “no contact” and waits for somebody to find one."),
    SetUp.SCENARIOS: _("Without a choice, every segment follows the scenario shipped for it."),
    SetUp.PEOPLE: _("Without colleagues, everything falls to you; approvals that take two people cannot be given."),
    SetUp.DRY_RUN: _("Without it, the first run is your first look at what would leave; it waits for approval all the same."),
    SetUp.FIRST_DAY: _("Without it, nothing is decided by hand: the run of the next morning decides by itself."),
}
STANDINGS: dict[Standing, tuple[Words, str, str]] = {
    Standing.DONE: (_("done"), "good", "check"),
    Standing.USUAL: (_("as shipped"), "info", "circle-check"),
    Standing.LEFT: (_("left out"), "", "circle-dashed"),
    Standing.TO_DO: (_("to do"), "warn", "circle"),
}


@register.filter
def step_name(step: SetUp) -> Words:
    return NAMES[step]


@register.filter
def step_why(step: SetUp) -> Words:
    return WHY[step]


@register.filter
def step_without(step: SetUp) -> Words:
    return WITHOUT.get(step, "")


@register.simple_tag
def standing_chip(standing: Standing) -> SafeString:
    words, tone, icon = STANDINGS[standing]
    return chip(words, tone, icon)
