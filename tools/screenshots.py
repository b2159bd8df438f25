"""Photograph the pages of a running server: 1440 and 390 pixels wide, light and dark, French and English.

    .venv/bin/python tools/screenshots.py day portfolio --login "Nadia Berthier"
    .venv/bin/python tools/screenshots.py --widths 1440 --themes light --languages fr --full
    .venv/bin/python tools/screenshots.py --for-the-guide

A page is named in PAGES; an address may be given instead. Sign-in uses the demonstration's one-click door.
`--for-the-guide` fills docs/images with the pictures of the README and of the guide.
"""

import argparse
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

CHROMIUM = Path("/usr/bin/chromium")
FLAGS = (
    "--no-sandbox",
    "--disable-quic",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-gpu",
    "--disable-lcd-text",
    "--disable-dev-shm-usage",
    "--no-first-run",
)
PHONE = 600
HEIGHTS = {1440: 900, 1280: 680, 390: 844}
SETTLING = 400  # milliseconds: transitions end
ROW = "a[data-row-open]"
# The pages looked at before each release: a name, an address, and what is clicked from there.
PAGES: dict[str, tuple[str, ...]] = {
    "guide": ("/ui/",),
    "sign-in": ("/accounts/login/",),
    "day": ("/",),
    "team": ("/equipe/",),
    "onboarding": ("/mise-en-route/",),
    "customers": ("/clients/",),
    "customer": ("/portefeuille/?late=1&sort=-overdue", ROW),
    "call": ("/portefeuille/?late=1&sort=-overdue", ROW, "[data-shortcut=c]"),
    "promise": ("/portefeuille/?late=1&sort=-overdue", ROW, "[data-shortcut=p]"),
    "hold": ("/portefeuille/?late=1&sort=-overdue", ROW, "[data-shortcut=h]"),
    "statement": ("/portefeuille/?late=1&sort=-overdue", ROW, "[data-shortcut=r]"),
    "by-hand": ("/portefeuille/?late=1&sort=-overdue", ROW, "[data-shortcut=m]"),
    "document": ("/portefeuille/?late=1&sort=-overdue", ROW, "main a[href^='/pieces/']"),
    "timeline": ("/clients/1/timeline/print/",),
    "visit-sheet": ("/clients/1/visit/sheet/",),
    "insolvency": ("/clients/1/insolvency/",),
    "visit": ("/portefeuille/?late=1&sort=-overdue", ROW, "[data-shortcut=v]"),
    "search": ("/recherche/?q=ma",),
    "portfolio": ("/portefeuille/",),
    "by-collector": ("/portefeuille/?by=collector",),
    "closes": ("/portefeuille/arretes/",),
    "idle": ("/portefeuille/sans-action/",),
    "to-qualify": ("/a-qualifier/",),
    "approval": ("/approbations/",),
    "draft": ("/approbations/", ROW),
    "not-dunned": ("/non-relances/",),
    "why": ("/non-relances/", ROW),
    "holds": ("/suspensions/",),
    "go-live": ("/demarrage/",),
    "runs": ("/relances/",),
    "scenarios": ("/scenarios/",),
    "scenario": ("/scenarios/", "main h2 a[href^='/scenarios/']"),
    "scenario-new": ("/scenarios/new/",),
    "time-machine": ("/machine/",),
    "imports": ("/imports/",),
    "import": ("/imports/", "table a[data-row-open]"),
    "sources": ("/imports/sources/",),
    "letters": ("/messages/letters/",),
    "reply": ("/", "[data-row-open][href^='/reponses/']"),
    "to-file": ("/messages/to-file/",),
    "mailboxes": ("/settings/mailboxes/",),
    "calendar": ("/settings/calendars/",),
    "portals": ("/settings/portails/",),
    "nights": ("/settings/nights/",),
    "channels": ("/settings/channels/",),
    "creditors": ("/settings/creditors/",),
    "creditor-new": ("/settings/creditors/new/",),
    "rates": ("/settings/rates/",),
    "factors": ("/affacturage/",),
    "factor": ("/affacturage/", "main table a.main"),
    "presentations": ("/presentations/",),
    "postal-returns": ("/postal-returns/",),
    "creditor": ("/settings/creditors/1/",),
    "rules": ("/settings/creditors/1/rules/",),
    "enclosures": ("/scenarios/enclosures/1/",),
    "comparison": ("/portefeuille/arretes/1/2/",),
    "replay": ("/machine/1/",),
    "outbox": ("/messages/",),
    "message": ("/messages/", ROW),
    "trap": ("/messages/trap/",),
    "templates": ("/messages/templates/",),
    "template": ("/messages/templates/MED_B2B/",),
    "me": ("/me/",),
    "mentions": ("/mentions/",),
    "not-found": ("/nowhere/",),
    "users": ("/settings/users/",),
    "permissions": ("/settings/users/permissions/",),
    "audit": ("/settings/audit/",),
}
GUIDE = Path(__file__).resolve().parent.parent / "docs" / "images"
# The pictures of the guide: the file, the page, its language, who looks.
PICTURES = (
    ("day.png", "day", "fr", "Nadia"),
    ("day-en.png", "day", "en", "Helen"),
    ("customer.png", "customer", "fr", "Nadia"),
    ("customer-en.png", "customer", "en", "Helen"),
    ("call.png", "call", "fr", "Nadia"),
    ("approval.png", "approval", "fr", "Nadia"),
    ("portfolio.png", "portfolio", "fr", "Nadia"),
    ("not-dunned.png", "not-dunned", "fr", "Nadia"),
    ("imports.png", "imports", "fr", "Nadia"),
)

# The other screens of the guide, each in both languages, by who looks. A picture shows the page alone, without menu and bars.
SCREENS = {
    "Thomas": (
        "team", "portals", "to-qualify", "go-live", "runs", "sources", "template", "closes", "idle", "holds", "scenario", "time-machine",
        "onboarding", "rates", "factor",
    ),
    "Nadia": (
        "visit", "statement", "by-hand", "document", "letters", "presentations", "trap", "reply", "to-file", "me",
    ),
    "Hugo": (
        "mailboxes", "channels", "users", "permissions", "audit", "creditor", "calendar", "nights",
    ),
}  # fmt: skip
GESTURES = frozenset({"visit", "statement", "by-hand"})  # they open above the customer file, and are shown from there on
SCREEN_SIZE = (1100, 640)
QUALITY = 80


@dataclass(frozen=True, slots=True)
class Shot:
    """One picture: a page, how it is looked at, by whom, and the file it goes to."""

    address: str
    clicks: tuple[str, ...]
    width: int
    theme: str
    language: str
    login: str
    file: str
    part: str = ""


def shots(options: argparse.Namespace) -> Iterator[Shot]:
    if options.for_the_guide:
        yield from shots_of_the_guide()
        return
    for wish in options.pages or PAGES:
        name, (address, *clicks) = (wish.strip("/").replace("/", "-") or "home", (wish,)) if wish.startswith("/") else (wish, PAGES[wish])
        for width, theme, language in product(options.widths, options.themes, options.languages):
            yield Shot(address, tuple(clicks), width, theme, language, options.login, f"{name}-{width}-{theme}-{language}.png")


def shots_of_the_guide() -> Iterator[Shot]:
    for file, name, language, login in PICTURES:
        address, *clicks = PAGES[name]
        yield Shot(address, tuple(clicks), 1280, "light", language, login, file)
    for login, names in SCREENS.items():
        for name, language in product(names, ("fr", "en")):
            address, *clicks = PAGES[name]
            part = "#gesture" if name in GESTURES else "main"
            yield Shot(address, tuple(clicks), 1280, "light", language, login, f"{name}-{language}.jpg", part)


def sign_in(page: Page, base: str, login: str, password: str) -> None:
    page.goto(f"{base}/accounts/login/")
    if password:
        page.fill("input[name=login]", login)
        page.fill("input[name=password]", password)
        page.press("input[name=password]", "Enter")
    else:
        page.get_by_role("button", name=login).first.click()
    page.wait_for_load_state("networkidle")


def speak(page: Page, language: str) -> None:
    """Choose a language as the person would: it is kept with the person, whatever the browser asks for."""
    if page.locator("html").get_attribute("lang") != language:
        with page.expect_navigation():
            page.locator(f"button[name=language][value={language}]").first.evaluate("button => button.form.requestSubmit(button)")


def take(browser: Browser, shot: Shot, options: argparse.Namespace) -> None:
    context = browser.new_context(
        viewport={"width": shot.width, "height": HEIGHTS.get(shot.width, 900)},
        color_scheme="dark" if shot.theme == "dark" else "light",
        locale={"fr": "fr-FR", "en": "en-GB"}[shot.language],
        is_mobile=shot.width < PHONE,
        has_touch=shot.width < PHONE,
    )
    context.add_cookies([{"name": "django_language", "value": shot.language, "url": options.base}])
    page = context.new_page()
    faults: list[str] = []
    page.on("console", lambda message: faults.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: faults.append(str(error)))
    if shot.login and not shot.address.startswith("/accounts/login"):
        sign_in(page, options.base, shot.login, options.password)
        speak(page, shot.language)
    page.goto(options.base + shot.address)
    page.wait_for_load_state("networkidle")
    for selector in shot.clicks:
        seen = page.locator(selector).filter(visible=True)
        if not seen.count():
            print(f"{shot.file}: nothing to click on ({selector})", file=sys.stderr)
            break
        seen.first.click()
        page.wait_for_load_state("networkidle")
    page.wait_for_timeout(SETTLING)
    if shot.part:
        page.evaluate("scrollTo(0, 0)")
        box = page.locator(shot.part).first.bounding_box() or {"x": 0, "y": 0}
        width, height = SCREEN_SIZE
        clip = {"x": box["x"], "y": box["y"], "width": min(width, shot.width - box["x"]), "height": height}
        page.screenshot(path=options.out / shot.file, type="jpeg", quality=QUALITY, clip=clip, full_page=True)
    else:
        page.screenshot(path=options.out / shot.file, full_page=options.full)
    for fault in faults:
        print(f"{shot.file}: {fault}", file=sys.stderr)
    context.close()


def asked(argv: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("pages", nargs="*", help=f"names among {', '.join(PAGES)}, or addresses")
    parser.add_argument("--base", default="http://127.0.0.1:8000")
    parser.add_argument("--out", type=Path, default=Path("var/shots"))
    parser.add_argument("--login", default="")
    parser.add_argument("--password", default="", help="without it, the demonstration's one-click sign-in is used")
    parser.add_argument("--widths", type=int, nargs="+", default=[1440, 390])
    parser.add_argument("--themes", nargs="+", choices=["light", "dark"], default=["light", "dark"])
    parser.add_argument("--languages", nargs="+", choices=["fr", "en"], default=["fr", "en"])
    parser.add_argument("--for-the-guide", action="store_true", help="the pictures of the README and of the guide, into docs/images")
    parser.add_argument("--full", action="store_true", help="the whole page, not only the first screen")
    return parser.parse_args(argv)


def main(argv: list[str]) -> int:
    options = asked(argv)
    if options.for_the_guide:
        options.out = GUIDE
    options.out.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(CHROMIUM) if CHROMIUM.exists() else None, args=list(FLAGS))
        for shot in shots(options):
            take(browser, shot, options)
        browser.close()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
