"""axe-core in a page: what is serious or critical in the whole of it, or in the piece that just opened."""

from pathlib import Path

import pytest
from playwright.sync_api import Page

SOURCE = Path(__file__).parents[2] / "node_modules" / "axe-core" / "axe.min.js"
# By night only the colours change.
RULES: dict[str, dict[str, list[str]]] = {"light": {}, "dark": {"runOnly": ["color-contrast"]}}
GRAVE = """([where, options]) => axe.run(where ? [...document.querySelectorAll(where)] : document,
  {...options, resultTypes: ['violations']})
  .then(told => told.violations.filter(each => ['serious', 'critical'].includes(each.impact))
  .flatMap(each => each.nodes.map(node => `${each.id}: ${node.target.join(' ')} ${node.html.slice(0, 120)}`)))"""


def let_in(page: Page) -> None:
    page.evaluate(SOURCE.read_text("utf-8"))


def grave(page: Page, theme: str, *, where: str = "") -> list[str]:
    """Return the serious and critical faults by day or by night; `where` narrows to what a selector finds."""
    page.evaluate("theme => { document.documentElement.dataset.bsTheme = theme }", theme)
    return list(page.evaluate(GRAVE, [where, RULES[theme]]))


def skip_without() -> None:
    if not SOURCE.exists():
        pytest.skip("axe-core is not installed (npm ci)")
