"""Signed outgoing events, at least once, with acknowledgement."""
