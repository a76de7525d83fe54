"""Links that lead through us: where one leads, that it was followed, and what an author may know of it. No reader."""

from collections.abc import Mapping
from dataclasses import dataclass

from newsletter.conf import conf
from newsletter.core.clicks import NAME, TRAP
from newsletter.core.merge_fields import filled_for_nobody
from newsletter.core.visits import Visit, kind_of_visit, wants_no_counting
from newsletter.models import CompiledIssue, CountedLink, Issue


@dataclass(frozen=True, kw_only=True)
class Followed:
    """One link of a letter, and how often it was followed by people, by programs, and by who knows whom."""

    label: str
    target: str
    human: int
    machine: int
    unknown: int


def find_link(name: str) -> CountedLink | None:
    """The link of this name among those that were stored with a letter; None for anything else."""
    found = NAME.fullmatch(name)
    if found is None:
        return None
    rows = CountedLink.objects.select_related("compiled__newsletter")
    return rows.filter(key=found[1], number=int(found[2])).first()


def target_of(link: CountedLink) -> str:
    """Where it leads: from the frozen letter. The trap leads home."""
    if link.is_trap:
        return f"{conf().base_url}/"
    return next(each.target for each in link.compiled.letter.links if each.id == link.number)


def note_visit(link: CountedLink, *, method: str, headers: Mapping[str, str]) -> Visit | None:
    """Count it, unless the newsletter has stopped counting since or this browser asks for it. Says what was counted."""
    if not link.compiled.newsletter.counts_clicks or wants_no_counting(headers):
        return None
    visit = kind_of_visit(method, headers, is_trap=link.is_trap)
    CountedLink.objects.note(link, visit)
    return visit


def followed_links(issue: Issue) -> tuple[list[Followed], int]:
    """The counted links of the letter that left, most followed by people first; and visits to the trap."""
    if issue.compiled is None:
        return [], 0
    rows = {row.number: row for row in issue.compiled.counted_links.all()}
    trapped = rows.pop(TRAP).machine if TRAP in rows else 0
    found = [_followed(rows[link.id], issue.compiled, link) for link in issue.compiled.letter.links if link.id in rows]
    return sorted(found, key=lambda each: (-each.human, -each.unknown)), trapped


def _followed(row: CountedLink, frozen: CompiledIssue, link) -> Followed:
    return Followed(
        label=filled_for_nobody(link.label, newsletter=frozen.newsletter.name),
        target=link.target,
        human=row.human,
        machine=row.machine,
        unknown=row.unknown,
    )
