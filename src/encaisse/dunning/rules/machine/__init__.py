"""The time machine: a payer's year read once, lived again under another scenario with the very rules of the daily decision."""

from encaisse.dunning.rules.machine.outcome import Lane, Outcome, PayerOutcome, outcome
from encaisse.dunning.rules.machine.replay import Assumptions, Event, Replayed, replay
from encaisse.dunning.rules.machine.year import PayerYear

__all__ = ["Assumptions", "Event", "Lane", "Outcome", "PayerOutcome", "PayerYear", "Replayed", "outcome", "replay"]
