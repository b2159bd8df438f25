"""What an import answers: the figures every door shows, in the frozen shape of the command line."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from encaisse.intake.rules.findings import Finding


@dataclass(frozen=True, slots=True)
class ImportReport:
    """Rows read, what they made, what changed. `import_id` and `source_id` name where it is kept."""

    rows: int = 0
    receivable_rows: int = 0
    open_rows: int = 0
    open_amount: Decimal = Decimal(0)
    letter_groups_balanced: int = 0
    created: int = 0
    updated: int = 0
    settled: int = 0
    unchanged: int = 0
    findings: tuple[Finding, ...] = ()
    import_id: int | None = None
    source_id: int | None = None
    customers_without_contact: int = 0

    def figures(self) -> dict[str, Any]:
        """Return the figures in their frozen shape; amounts as text."""
        return {**self.counts(), "open_amount": f"{self.open_amount:.2f}", "findings": [finding_values(found) for found in self.findings]}

    def counts(self) -> dict[str, int]:
        names = ("rows", "receivable_rows", "open_rows", "letter_groups_balanced", "created", "updated", "settled", "unchanged")
        return {name: getattr(self, name) for name in names}


@dataclass(slots=True)
class FoundSoFar:
    """Collects findings, each kind up to a limit, then one that says how many more."""

    limit: int = 500
    listed: list[Finding] = field(default_factory=list)
    met: Counter[str] = field(default_factory=Counter)

    def add(self, *findings: Finding) -> None:
        for finding in findings:
            self.met[finding.code] += 1
            if self.met[finding.code] <= self.limit:
                self.listed.append(finding)

    def all(self) -> tuple[Finding, ...]:
        beyond = sum(count - self.limit for count in self.met.values() if count > self.limit)
        more = [Finding("more_findings", None, {"count": beyond})] if beyond else []
        return (*self.listed, *more)


def summed_up(reports: Sequence[ImportReport]) -> ImportReport:
    """Return the figures of several files as one."""
    if len(reports) == 1:
        return reports[0]
    names = ImportReport().counts()
    counts = {name: sum(getattr(report, name) for report in reports) for name in names}
    open_amount = sum((report.open_amount for report in reports), Decimal(0))
    return ImportReport(**counts, open_amount=open_amount, findings=tuple(found for report in reports for found in report.findings))


def finding_values(finding: Finding) -> dict[str, Any]:
    return {"line": finding.line_no, "code": finding.code, "severity": finding.severity.value, "values": plain(finding.values)}


def plain(values: Any) -> dict[str, Any]:
    """Return values as JSON keeps them."""
    return {name: value if value is None or isinstance(value, int | str) else str(value) for name, value in values.items()}


def in_order(findings: Sequence[Finding]) -> list[Finding]:
    """Errors first, then warnings, then notes; by line inside."""
    ranks = {"error": 0, "warning": 1, "note": 2}
    return sorted(findings, key=lambda found: (ranks[found.severity], found.line_no or 0))
