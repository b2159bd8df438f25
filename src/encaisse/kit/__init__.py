"""Pure Python used everywhere: money, dates and working days, payment terms, refusals, Actor / Permission / Grant / Scope."""
