"""What will come in, when, with what confidence, and how wrong we were."""
