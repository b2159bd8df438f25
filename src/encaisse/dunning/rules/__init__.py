"""The daily decision of dunning, as pure functions over values."""
