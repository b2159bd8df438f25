"""The words of a night: what each job is, how a message ended, how long it took."""

from django import template
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from encaisse.db.queries import JobRun
from encaisse.dunning.templatetags.words import Words
from encaisse.ui.formats import kept_refusal_text

register = template.Library()

JOBS: dict[str, Words] = {
    "dunning.morning": _("Ageing of the balances and run of the morning"),
    "dunning.run_ordered": _("Run asked for on screen"),
    "dunning.release": _("Release of what was approved"),
    "dunning.slots": _("Release at the hour agreed"),
    "dunning.settle": _("What became of the messages"),
    "dunning.postal_returns": _("Answers of the postal providers"),
    "dunning.follow_shipped": _("Shipped scenarios of a new company"),
    "dunning.replay": _("Replay of the time machine"),
    "ledger.re_age": _("Ageing of the balances"),
    "messages.deliver": _("Delivery of messages"),
    "messages.deliver_due": _("Delivery of what was to be tried again"),
    "messages.fetch": _("Reading of the mailboxes"),
    "customers.follow_assignments": _("Customers whose collector changes today"),
    "workbench.close_months": _("Closes of the month"),
    "db.forget_records": _("Old traces of jobs"),
    "procrastinate.builtin_tasks.remove_old_jobs": _("Old traces of jobs"),
    "intake.take": _("Import of a large file"),
    "creditors.fill_working_days": _("Calendar of working days"),
    "audit.make_partitions": _("Months of the audit"),
    "db.retry_stalled_jobs": _("Jobs of a worker that died"),
}
OUTCOMES: dict[str, tuple[Words, str]] = {
    "sent": (_("sent"), "good"), "failed": (_("failed"), "bad"), "unknown": (_("outcome unknown"), "warn"),
    "trapped": (_("kept in the trap"), "info"), "started": (_("under way"), "info"), "withdrawn": (_("withdrawn"), ""),
}  # fmt: skip
MINUTE = 60


@register.filter
def job_name(name: str) -> Words:
    return JOBS.get(name, name)


@register.filter
def outcome_name(outcome: str) -> Words:
    return OUTCOMES.get(outcome, (outcome, ""))[0]


@register.filter
def outcome_tone(outcome: str) -> str:
    return OUTCOMES.get(outcome, (outcome, ""))[1]


@register.filter
def took(seconds: float | None) -> str:
    """Say how long it took, in seconds or in minutes."""
    if seconds is None:
        return gettext("not finished")
    if seconds < MINUTE:
        return gettext("%(seconds)s s") % {"seconds": f"{seconds:.1f}".replace(".", ",")}
    minutes = round(seconds / MINUTE)
    return ngettext("%(count)s minute", "%(count)s minutes", minutes) % {"count": minutes}


@register.filter
def fault_words(run: JobRun) -> str:
    """Say why a job failed: the refusal in the reader's language, else what the machine said."""
    return kept_refusal_text(run.refusal, gettext) if run.refusal else run.fault
