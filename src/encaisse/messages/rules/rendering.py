"""One message written out once, then shown as text, as HTML or as a letter. Words are data: nothing a person typed becomes markup."""

import textwrap
from dataclasses import dataclass
from typing import TypeAlias

from encaisse.messages.rules.drawing import drawn_page, drawn_paragraph, drawn_table, foot_lines
from encaisse.messages.rules.payees import lines_of_factors
from encaisse.messages.rules.templates import TABLE_PLACE, Template, write_out
from encaisse.messages.rules.values import Channel, Group, MessageData, Table

TEXT_WIDTH = 78


@dataclass(frozen=True, slots=True)
class Paragraph:
    lines: tuple[str, ...]


Block: TypeAlias = Paragraph | Table


@dataclass(frozen=True, slots=True)
class Rendered:
    subject: str
    text: str
    html: str
    blocks: tuple[Block, ...]
    template: Template
    foot: str


def rendered_as(subject: str, blocks: tuple[Block, ...], template: Template, content: MessageData) -> Rendered:
    """Show the same blocks as text and as HTML."""
    foot = "\n".join(foot_lines(content.creditor))
    return Rendered(subject, as_text(blocks), as_html(subject, blocks, content), blocks, template, foot)


def render(template: Template, content: MessageData) -> Rendered:
    """Write a template out for one customer; refuse when something it must say is missing."""
    written = write_out(template, content)
    blocks = with_factors(tuple(blocks_of(written.body, written.tables)), template, content)
    return rendered_as(written.subject, blocks, template, content)


def with_factors(blocks: tuple[Block, ...], template: Template, content: MessageData) -> tuple[Block, ...]:
    """Say below the list who bought what is asked, and where it is paid; a text message has no room for it."""
    lines = lines_of_factors(content)
    if not lines or Channel.SMS in template.channels:
        return blocks
    below = next((place for place in range(len(blocks), 0, -1) if isinstance(blocks[place - 1], Table)), len(blocks))
    return (*blocks[:below], Paragraph(lines), *blocks[below:])


def with_closing_words(rendered: Rendered, words: str, content: MessageData) -> Rendered:
    """Return a text with one more paragraph at its end: what is enclosed, for one."""
    blocks = (*rendered.blocks, Paragraph((words,)))
    return rendered_as(rendered.subject, blocks, rendered.template, content)


def blocks_of(body: str, tables: tuple[Table, ...]) -> list[Block]:
    blocks: list[Block] = []
    for paragraph in body.split("\n\n"):
        for position, part in enumerate(TABLE_PLACE.split(paragraph)):
            if position % 2:
                blocks.append(tables[int(part)])
            elif part.strip():
                blocks.append(Paragraph(tuple(part.strip().splitlines())))
    return blocks


def as_text(blocks: tuple[Block, ...]) -> str:
    return "\n\n".join(table_as_text(block) if isinstance(block, Table) else paragraph_as_text(block) for block in blocks) + "\n"


def paragraph_as_text(paragraph: Paragraph) -> str:
    return "\n".join(
        textwrap.fill(line, TEXT_WIDTH, break_long_words=False, break_on_hyphens=False) if len(line) > TEXT_WIDTH else line
        for line in paragraph.lines
    )


def table_as_text(table: Table) -> str:
    """Lay a table out in columns, for readers of plain text."""
    widths = widths_of(table)
    shown = [aligned(tuple(column.title for column in table.columns), table, widths), "-" * (sum(widths) + 2 * (len(widths) - 1))]
    shown += groups_as_text(table, are_muted=False) + sums_as_text(table) + groups_as_text(table, are_muted=True)
    return "\n".join(shown)


def groups_as_text(table: Table, *, are_muted: bool) -> list[str]:
    shown: list[str] = []
    for group in grouped(table, are_muted=are_muted):
        shown += [f"* {group.title}"] if group.title else []
        shown += [aligned(row, table, widths_of(table)) for row in group.rows]
    return shown


def grouped(table: Table, *, are_muted: bool) -> list[Group]:
    """Return what is asked, or what is only told: the sums stand between the two."""
    return [group for group in table.groups if group.is_muted is are_muted]


def widths_of(table: Table) -> list[int]:
    titles = tuple(column.title for column in table.columns)
    return [max(map(len, cells)) for cells in zip(titles, *(row for group in table.groups for row in group.rows), strict=True)]


def aligned(cells: tuple[str, ...], table: Table, widths: list[int]) -> str:
    return "  ".join(
        cell.rjust(width) if column.is_figure else cell.ljust(width)
        for cell, column, width in zip(cells, table.columns, widths, strict=True)
    ).rstrip()


def sums_as_text(table: Table) -> list[str]:
    return [f"{'=> ' if line.is_net else ''}{line.label} : {line.amount}" for line in table.sums]


def as_html(subject: str, blocks: tuple[Block, ...], content: MessageData) -> str:
    """Return a sober page that mail programs show as it is."""
    return drawn_page(content.language, subject, "".join(map(html_block, blocks)), content.creditor)


def html_block(block: Block) -> str:
    if isinstance(block, Paragraph):
        return drawn_paragraph(block.lines)
    return drawn_table(block, grouped(block, are_muted=False), grouped(block, are_muted=True))
