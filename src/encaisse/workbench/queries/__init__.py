"""Reads of the workbench: the day, the customer file, its story, the search."""
