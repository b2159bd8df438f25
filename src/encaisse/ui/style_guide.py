"""Invented figures for the style guide: every component once, with something true to its use."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from encaisse.ui.fields import AmountField
from encaisse.ui.tables import Wanted

ON = date(2026, 11, 17)


class GuideForm(forms.Form):
    amount = AmountField(label=gettext_lazy("Promised amount"), initial=Decimal("1234.56"))
    promised_for = forms.DateField(
        label=gettext_lazy("Promised for"), initial=ON + timedelta(days=8), help_text=gettext_lazy("A working day.")
    )
    channel = forms.ChoiceField(label=gettext_lazy("Channel"), choices=[("call", gettext_lazy("Call")), ("mail", gettext_lazy("E-mail"))])
    words = forms.CharField(label=gettext_lazy("Note"), widget=forms.Textarea(attrs={"rows": 3}), required=False)
    confirmed = forms.BooleanField(label=gettext_lazy("Confirm by e-mail"), required=False)


@dataclass(frozen=True, slots=True)
class GuideRow:
    id: int
    name: str
    city: str
    overdue: Decimal
    not_due: Decimal
    due_date: date
    days: int
    tone: str
    state: str
    reason: str

    @property
    def minor(self) -> int:
        return int(self.overdue * 100)

    @property
    def ages(self) -> list[tuple[str, Decimal]]:
        shares = (("0.3", "0.4", "0.2", "0.1", "0", "0"), ("0.1", "0.1", "0.2", "0.2", "0.2", "0.2"), ("0.7", "0.3", "0", "0", "0", "0"))[
            self.id % 3
        ]
        names = (_("Not due"), "1–30", "31–60", "61–90", "91–120", "> 120")
        return [(name, (self.overdue + self.not_due) * Decimal(share)) for name, share in zip(names, shares, strict=True)]


def guide_rows() -> list[GuideRow]:
    named = [
        (
            "Ateliers Brévent",
            "Annecy",
            "18240.00",
            "4200.00",
            47,
            "bad",
            _("Broken promise"),
            _("Promised 6,000 for 9 November; nothing received"),
        ),
        ("Maison Corvalis", "Lyon", "9655.40", "0", 33, "warn", _("R2 due"), _("Second reminder due since 13 November")),
        ("Transports Lérins", "Nice", "7310.12", "15800.00", 21, "held", _("Dispute"), _("Delivery contested: 200.00 held")),
        (
            "Coopérative du Val d’Aubrac",
            "Rodez",
            "4400.00",
            "1250.90",
            18,
            "info",
            _("Call back at 10:30"),
            _("Asked to be called back by Ms Delmas"),
        ),
        ("Boulangeries Tassin SAS", "Tassin", "1200.00", "380.00", 17, "good", _("Promise running"), _("Noted for 25 November")),
        ("Menuiserie Ondarra", "Bayonne", "812.55", "0", 5, "", _("R1 due"), _("First reminder: bank grace is over")),
        ("Établissement public du Grand Canal", "Sète", "-500.00", "0", 0, "accent", _("Credit"), _("Credit note to allocate")),
    ]
    return [
        GuideRow(place, name, city, Decimal(late), Decimal(later), ON - timedelta(days=days), days, tone, state, reason)
        for place, (name, city, late, later, days, tone, state, reason) in enumerate(named, start=1)
    ]


def guide_context(wanted: Wanted, form: GuideForm) -> dict[str, Any]:
    rows = sorted(guide_rows(), key=lambda row: getattr(row, wanted.column), reverse=wanted.descending)
    overdue = sum((row.overdue for row in rows), Decimal(0))
    return {
        "on": ON,
        "form": form,
        "listing": wanted.listing(rows, total=612),
        "overdue": overdue,
        "ages": [(name, sum((row.ages[age][1] for row in rows), Decimal(0))) for age, (name, _held) in enumerate(rows[0].ages)],
        "facts": [(_("Payment terms"), _("45 days end of month")), (_("Collector"), "Nadia Berthier"), (_("Segment"), _("Key customer"))],
        "chart": {"kind": "stacked", "unit": "EUR", "labels": ["06", "07", "08", "09", "10", "11"], "series": guide_series()},
    }


def guide_series() -> list[dict[str, Any]]:
    return [
        {"name": _("Not due"), "values": [410, 395, 370, 402, 420, 433], "colour": "age-0"},
        {"name": "1–30", "values": [120, 131, 160, 118, 109, 98], "colour": "age-1"},
        {"name": "31–60", "values": [60, 66, 71, 74, 58, 49], "colour": "age-2"},
        {"name": "> 60", "values": [48, 47, 52, 55, 50, 41], "colour": "age-4"},
    ]
