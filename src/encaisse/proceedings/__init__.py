"""Formal notice to enforcement, insolvency, limitation clocks, evidence file."""
