"""A row on its way from what the file says to what it made."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from newsletter.core.subscriber_files.verdicts import Verdict
from newsletter.importing.here import Wanted
from newsletter.models import ImportJob, ImportRow
from newsletter.models.many_rows import insert_rows

COLUMNS = (
    "job",
    "number",
    "table",
    "line",
    "verdict",
    "column",
    "reason",
    "reader",
    "made_reader",
    "made_subscription",
    "made_suppression",
    "besides",
)


@dataclass(kw_only=True, slots=True)
class Making:
    """What a row wants, its verdict, and what was made by it: ids, and what is remembered beside them."""

    number: int
    table: int
    line: int
    verdict: Verdict
    column: str
    reason: str
    row: Wanted | None
    reader: int | None = None
    made_reader: bool = False
    made_subscription: int | None = None
    made_suppression: int | None = None
    besides: dict[str, Any] | None = None

    @property
    def facts(self) -> dict[str, Any]:
        return self.row.facts if self.row else {}

    def moment(self, name: str) -> datetime | None:
        """A moment among the facts; None where there is none."""
        return datetime.fromisoformat(self.facts[name]) if self.facts.get(name) else None

    @property
    def agreed_at(self) -> datetime | None:
        """When the reader agreed, by the file; None for no proof."""
        return self.moment("agreed_at") or self.moment("consent_given_on")

    def remember(self, **touches: Any) -> None:
        """What was done besides, so that it can be undone."""
        self.besides = {**(self.besides or {}), **touches}


def keep(makings: Iterable[Making], *, job: ImportJob) -> None:
    """What became of these rows, as rows of the import."""
    insert_rows(
        ImportRow,
        COLUMNS,
        (
            (
                job.pk,
                making.number,
                making.table,
                making.line,
                str(making.verdict),
                making.column,
                making.reason,
                making.reader,
                making.made_reader,
                making.made_subscription,
                making.made_suppression,
                making.besides,
            )
            for making in makings
        ),
    )
