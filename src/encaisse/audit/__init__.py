"""Who did what, never edited."""
