"""Reproducible measurements, each against its physical limit in the same run."""
