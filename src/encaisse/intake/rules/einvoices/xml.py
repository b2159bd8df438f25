"""XML from strangers: no document type, no entity, no network, no giant; and short ways through its elements."""

from datetime import date
from decimal import Decimal, InvalidOperation

from lxml import etree

from encaisse.intake.rules.refusals import BrokenEInvoice, FileTooLarge, HostileXml

Element = etree._Element  # noqa: SLF001 - lxml names its public type so
LARGEST = 20 << 20
COMPACT_DAY = 8


def tree_of(content: bytes, *, name: str) -> Element:
    """Parse a document that declares nothing beyond itself; refuse the rest."""
    if len(content) > LARGEST:
        raise FileTooLarge(name=name, limit=LARGEST >> 20)
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=True, remove_pis=True
    )
    try:
        root = etree.fromstring(content, parser)
    except etree.XMLSyntaxError as error:
        if b"<!DOCTYPE" in content[:LARGEST].upper():
            raise HostileXml(name=name) from error
        raise BrokenEInvoice(name=name, why=str(error)[:120]) from error
    if str(root.getroottree().docinfo.doctype):  # type: ignore[union-attr]
        raise HostileXml(name=name)
    return root


def local(element: Element) -> str:
    return str(etree.QName(element).localname)


def all_at(element: Element, path: str) -> list[Element]:
    """Return the elements at a path of local names, whatever their namespaces and prefixes."""
    found = [element]
    for step in path.split("/"):
        found = [child for each in found for child in each if local(child) == step]
    return found


def text(element: Element, path: str, **attributes: str) -> str:
    """Return the first text at a path whose attributes are those given."""
    for each in all_at(element, path):
        if all(each.get(name) == value for name, value in attributes.items()):
            return " ".join("".join(map(str, each.itertext())).split())
    return ""


def amount(element: Element, path: str, *, name: str) -> Decimal | None:
    written = text(element, path)
    if not written:
        return None
    try:
        value = Decimal(written)
    except InvalidOperation as error:
        raise BrokenEInvoice(name=name, why=f"{path.rsplit('/', 1)[-1]} “{written[:40]}”") from error
    if not value.is_finite() or abs(value) >= Decimal(10) ** 14:
        raise BrokenEInvoice(name=name, why=f"{path.rsplit('/', 1)[-1]} “{written[:40]}”")
    return value


def day(element: Element, path: str, *, name: str) -> date | None:
    """Read a day: 20261130 or 2026-11-30, with or without an hour."""
    written = text(element, path)
    if not written:
        return None
    compact = written.replace("-", "")[:COMPACT_DAY]
    try:
        return date(int(compact[:4]), int(compact[4:6]), int(compact[6:8]))
    except ValueError as error:
        raise BrokenEInvoice(name=name, why=f"{path.rsplit('/', 1)[-1]} “{written[:40]}”") from error
