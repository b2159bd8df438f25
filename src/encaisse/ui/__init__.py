"""Base templates, tags, assets, the htmx helper."""
