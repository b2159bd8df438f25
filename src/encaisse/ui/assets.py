"""The built front end: plain names to hashed files, from the manifest that the build writes."""

import json
from functools import cache
from pathlib import Path

from django.conf import settings
from django.templatetags.static import static

MANIFEST = Path(__file__).parent / "static" / "ui" / "manifest.json"


def read_manifest() -> dict[str, str]:
    return dict(json.loads(MANIFEST.read_text())) if MANIFEST.exists() else {}


kept_manifest = cache(read_manifest)


def asset_url(name: str) -> str:
    """Return the address of a built file; before the first build, that of its plain name."""
    manifest = read_manifest() if settings.DEBUG else kept_manifest()
    return static(f"ui/{manifest.get(name, name)}")
