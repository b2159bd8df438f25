from django import forms

from encaisse.workbench.rules.agenda import Move

PIN, UNPIN = "pin", "unpin"


class OrderForm(forms.Form):
    """One gesture on a line of the day: its button carries the customer. `before` is where a line was dropped."""

    pin = forms.IntegerField(required=False)
    unpin = forms.IntegerField(required=False)
    up = forms.IntegerField(required=False)
    down = forms.IntegerField(required=False)
    first = forms.IntegerField(required=False)
    moved = forms.IntegerField(required=False)
    before = forms.IntegerField(required=False)
    collector = forms.IntegerField(required=False)
    whole = forms.BooleanField(required=False)

    def gesture(self) -> tuple[str | Move, int] | None:
        """Return what is asked, and for which customer."""
        moves: dict[str, str | Move] = {PIN: PIN, UNPIN: UNPIN, "up": Move.UP, "down": Move.DOWN, "first": Move.FIRST, "moved": Move.BEFORE}
        return next(((what, pk) for name, what in moves.items() if (pk := self.cleaned_data.get(name))), None)
