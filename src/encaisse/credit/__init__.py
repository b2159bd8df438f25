"""Limits, insurance, exposure, scores, holds and their votes."""
