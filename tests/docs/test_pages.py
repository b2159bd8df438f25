"""The pages hold together: links lead somewhere, both languages say the same, no room is without its ten lines."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
GUIDE = ROOT / "docs" / "guide"
ROOMS = sorted(path.parent for path in (ROOT / "src" / "encaisse").glob("*/__init__.py"))
PAGES = sorted([*(ROOT / "docs").rglob("*.md"), *ROOT.glob("*.md"), *(room / "README.md" for room in ROOMS)])
LINK = re.compile(r"!?\[[^\]]*\]\(([^)#\s]*)(#[^)\s]*)?\)")
FENCE = re.compile(r"^```.*?^```", re.MULTILINE | re.DOTALL)
HEADING = re.compile(r"^#+ .*$", re.MULTILINE)
ELSEWHERE = ("http://", "https://", "mailto:")
LARGEST_IMAGE = 200_000
# Words of a workplace, and paths of one machine: a page speaks of the product alone.
FOREIGN = re.compile(
    r"(?<![\w.])/(?:home|root|work|tmp|Users)/|\b(?:prompt|ChatGPT|Claude|LLM|TODO|FIXME|ticket #?\d+|issue #\d+)\b", re.IGNORECASE
)


def named(path: Path) -> str:
    return str(path.relative_to(ROOT))


def prose(path: Path) -> str:
    return FENCE.sub("", path.read_text())


def anchors(path: Path) -> set[str]:
    """Return the anchors a page offers, made from its headings as code hosts do."""
    headings = (match[0].lstrip("# ").lower() for match in HEADING.finditer(prose(path)))
    return {"#" + re.sub(r"[^\w\- ]", "", heading).replace(" ", "-") for heading in headings}


def dead_links(path: Path) -> list[str]:
    dead = []
    for target, anchor in LINK.findall(prose(path)):
        if target.startswith(ELSEWHERE):
            continue
        page = (path.parent / target) if target else path
        if not page.exists() or (anchor and page.suffix == ".md" and anchor not in anchors(page)):
            dead.append(target + anchor)
    return dead


@pytest.mark.parametrize("page", PAGES, ids=named)
def test_every_link_leads_somewhere(page: Path) -> None:
    assert dead_links(page) == []


@pytest.mark.parametrize("page", PAGES, ids=named)
def test_a_page_speaks_of_the_product_alone(page: Path) -> None:
    assert [match[0] for match in FOREIGN.finditer(page.read_text())] == []


def test_both_guides_have_the_same_pages() -> None:
    french, english = ({path.name for path in (GUIDE / language).glob("*.md")} for language in ("fr", "en"))
    assert french == english


@pytest.mark.parametrize("name", sorted(path.name for path in (GUIDE / "fr").glob("*.md")))
def test_both_languages_have_the_same_headings(name: str) -> None:
    depths = [[match[0].split(" ")[0] for match in HEADING.finditer(prose(GUIDE / language / name))] for language in ("fr", "en")]
    assert depths[0] == depths[1]


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_index_leads_to_every_page(language: str) -> None:
    folder = GUIDE / language
    linked = {target for target, _ in LINK.findall((folder / "index.md").read_text())}
    assert {path.name for path in folder.glob("*.md")} - linked == {"index.md"}


@pytest.mark.parametrize("room", ROOMS, ids=lambda room: room.name)
def test_every_room_says_what_it_is_for(room: Path) -> None:
    text = (room / "README.md").read_text()
    assert text.startswith(f"# {room.name}\n")
    assert len(text.splitlines()) >= 8
    assert re.search(r"never", text, re.IGNORECASE), "it says what it never does"


def test_every_room_of_the_plan_exists_and_no_other() -> None:
    plan = (ROOT / "docs" / "house.md").read_text().split("## The rooms")[1].split("Hard cases")[0]
    pairs = re.findall(r"^(?:ROOF|GROUND|FLOOR \d+| ) +([a-z]+)(?:, ([a-z]+))?°? ", plan, re.MULTILINE)
    assert {name for pair in pairs for name in pair if name} == {room.name for room in ROOMS}


def test_images_are_small() -> None:
    assert [named(path) for path in (ROOT / "docs" / "images").glob("*.*") if path.stat().st_size > LARGEST_IMAGE] == []


def test_every_image_is_shown_by_a_page() -> None:
    shown = {Path(target).name for page in PAGES for target, _ in LINK.findall(page.read_text())}
    assert [path.name for path in (ROOT / "docs" / "images").glob("*.*") if path.name not in shown] == []


def test_decisions_are_numbered_once() -> None:
    numbers = [path.name.split("-")[0] for path in (ROOT / "docs" / "decisions").glob("*.md")]
    assert len(numbers) == len(set(numbers))
