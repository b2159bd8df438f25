"""Pages of dunning: what is to approve, what is not dunned, going live, runs, scenarios, holds."""
