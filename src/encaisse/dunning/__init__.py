"""Scenarios, steps, who deserves which action today, and why not."""
