"""The words of an HTML mail, as text; and its HTML with nothing left that runs, fetches or deceives."""

from html.parser import HTMLParser

import nh3

BLOCKS = frozenset({
    "p", "div", "br", "tr", "li", "ul", "ol", "table", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "hr", "section", "article",
    "pre", "header", "footer",
})  # fmt: skip
SILENT = frozenset({"style", "script", "head", "title", "template", "noscript"})
KEPT_TAGS = {
    "a", "b", "blockquote", "br", "div", "em", "h1", "h2", "h3", "h4", "hr", "i", "li", "ol", "p", "pre", "s", "small", "span",
    "strong", "sub", "sup", "table", "tbody", "td", "th", "thead", "tr", "u", "ul",
}  # fmt: skip
SPACES = " \t\n\r\f\v\xa0"


class Words(HTMLParser):
    """Collects the text of a page; a block begins a line, a quote is marked as in plain text."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.lines: list[str] = [""]
        self.silent = 0
        self.quotes = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002 - the parser's own signature
        if tag in SILENT:
            self.silent += 1
        if tag in BLOCKS:
            self.new_line()
        if tag == "blockquote":
            self.quotes += 1
        if tag in {"td", "th"}:
            self.lines[-1] += " "

    def handle_endtag(self, tag: str) -> None:
        if tag in SILENT:
            self.silent = max(self.silent - 1, 0)
        if tag == "blockquote":
            self.quotes = max(self.quotes - 1, 0)
        if tag in BLOCKS:
            self.new_line()

    def handle_data(self, data: str) -> None:
        if not self.silent:
            words = " ".join(data.strip(SPACES).split())
            before = " " if data[:1] in SPACES and data else ""
            after = " " if data[-1:] in SPACES and data else ""
            self.lines[-1] += before + words + after if words else " "

    def new_line(self) -> None:
        self.lines.append("")

    def text(self) -> str:
        shown = [" ".join(line.split()) for line in self.lines]
        kept = [line for place, line in enumerate(shown) if line or (place and shown[place - 1])]
        return "\n".join(kept).strip()


def text_of_html(html: str) -> str:
    """Return the words of an HTML mail, line by line."""
    words = Words()
    words.feed(html)
    words.close()
    return words.text()


def harmless(html: str) -> str:
    """Return the HTML without scripts, styles, forms, pictures: it runs nothing, fetches nothing, and its links say that they leave."""
    return nh3.clean(
        html,
        tags=KEPT_TAGS,
        attributes={"a": {"href"}, "td": {"colspan", "rowspan"}, "th": {"colspan", "rowspan"}},
        url_schemes={"http", "https", "mailto", "tel"},
        link_rel="noopener noreferrer nofollow",
    )
