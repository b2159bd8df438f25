"""Drawing an e-mail in HTML: tables and inline styles only, as mail programs want it. Every word is escaped here."""

import re
from collections.abc import Sequence
from functools import cache
from html import escape
from importlib.resources import files
from string import Template as Page

from encaisse.messages.rules.values import Column, CreditorBlock, Group, Language, Sum, Table

LINK = re.compile(r"https?://[^\s<>\"']+[^\s<>\"'.,;:!?)]")
INK, QUIET, FAINT = "#1d2733", "#55606c", "#7a828c"


@cache
def page() -> Page:
    return Page((files("encaisse.messages") / "data" / "email.html").read_text(encoding="utf-8"))


def drawn_page(language: Language, subject: str, body: str, creditor: CreditorBlock) -> str:
    foot = "<br>".join(map(escape, foot_lines(creditor)))
    return page().substitute(language=language, subject=escape(subject), name=escape(creditor.name), body=body, foot=foot)


def foot_lines(creditor: CreditorBlock) -> tuple[str, ...]:
    """Return how to reach the creditor, then what every letter of a company says of it (articles R123-237 and R123-238 C. com.)."""
    name = "" if creditor.footer.startswith(creditor.name) else creditor.name
    reached = " · ".join(part for part in (name, creditor.phone, creditor.website) if part)
    return tuple(line for line in (reached, creditor.footer) if line)


def drawn_paragraph(lines: Sequence[str]) -> str:
    words = "<br>\n".join(map(drawn_line, lines))
    return f'<p style="margin:0 0 16px 0;">{words}</p>\n'


def drawn_line(line: str) -> str:
    """Escape a line, and turn the addresses of the web in it into links."""
    parts, end = [], 0
    for link in LINK.finditer(line):
        address = escape(link.group())
        parts += [escape(line[end : link.start()]), f'<a href="{address}" style="color:#1f5fa8;text-decoration:underline;">{address}</a>']
        end = link.end()
    return "".join([*parts, escape(line[end:])])


def drawn_table(table: Table, asked: Sequence[Group], told: Sequence[Group]) -> str:
    """Draw what is asked, its sums, then what is only told."""
    rows = [*(drawn_group(group, table.columns, INK) for group in asked), *(drawn_sum(line, table) for line in table.sums)]
    rows += [drawn_group(group, table.columns, FAINT) for group in told]
    titles = "".join(drawn_title(column) for column in table.columns)
    style = "width:100%;border-collapse:collapse;margin:0 0 18px 0;font-size:14px;line-height:20px;"
    return f'<table width="100%" cellpadding="0" cellspacing="0" border="0" style="{style}">\n<tr>{titles}</tr>\n{"".join(rows)}</table>\n'


def alignment(column: Column) -> str:
    return "right" if column.is_figure else "left"


def drawn_title(column: Column) -> str:
    side = alignment(column)
    style = f"padding:7px 8px;border-bottom:2px solid {INK};font-size:12px;font-weight:600;color:{QUIET};text-align:{side};"
    return f'<th scope="col" align="{side}" style="{style}">{escape(column.title)}</th>'


def drawn_group(group: Group, columns: Sequence[Column], color: str) -> str:
    heading = ""
    if group.title:
        style = f"padding:12px 8px 5px 8px;font-size:13px;font-weight:600;color:{color};"
        heading = f'<tr><td colspan="{len(columns)}" style="{style}">{escape(group.title)}</td></tr>\n'
    styles = [cell_style(column, color) for column in columns]
    return heading + "".join(
        f"<tr>{''.join(f'<td {style}>{escape(cell)}</td>' for style, cell in zip(styles, row, strict=True))}</tr>\n" for row in group.rows
    )


def cell_style(column: Column, color: str) -> str:
    side, wrap = alignment(column), "white-space:nowrap;" if column.is_figure else ""
    return f'align="{side}" style="padding:7px 8px;border-bottom:1px solid #e9edf1;color:{color};text-align:{side};{wrap}"'


def drawn_sum(line: Sum, table: Table) -> str:
    weight = "font-weight:700;font-size:15px;" if line.is_net else f"color:{QUIET};"
    style = f"padding:8px 8px 4px 8px;text-align:right;white-space:nowrap;{weight}"
    label = f'<td colspan="{len(table.columns) - 1}" align="right" style="{style}">{escape(line.label)}</td>'
    return f'<tr>{label}<td align="right" style="{style}">{escape(line.amount)}</td></tr>\n'
