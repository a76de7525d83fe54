"""What an issue says: its items as they stand today, and what keeps one of them from being shown."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from cms.core.directions import direction_of
from cms.core.findings import Finding, Level, stops
from cms.core.html import is_too_large, text_of
from newsletter.core.content import ContentItem, IssueContent, ItemKind, Shown
from newsletter.core.items import missing, problem_of, too_large, wordless
from newsletter.models import Course, Issue
from newsletter.models.page_facts import page_facts
from series.core.shown import LetterPlace
from series.models import ArticlePage, SeriesPart
from series.models.places import view_of
from series.models.publishing import findings_of

PREVIEW_LETTERS = 140

Found = tuple[ContentItem | None, tuple[Finding, ...]]


def compose_issue(issue: Issue, *, now: datetime, send_at: datetime | None = None) -> IssueContent:
    """The content of an issue, saved or not, as it would be at `send_at` (or now, when nothing is planned).

    An item that cannot be shown is left out, with a finding that names it.
    """
    zone = ZoneInfo(issue.zone or issue.newsletter.zone)
    when = {"now": now, "send_at": send_at, "zone": zone}
    found = [_LOADERS[child.block_type](child.value, block_id=str(child.id or ""), **when) for child in issue.items]
    return IssueContent(
        issue_id=issue.pk,
        newsletter=issue.newsletter.name,
        number=issue.number,
        subject=issue.subject,
        preview_text=issue.preview_text,
        items=tuple(item for item, _ in found if item),
        findings=tuple(finding for _, findings in found for finding in findings),
        language=issue.newsletter.language,
        direction=direction_of(issue.newsletter.language),
    )


def compose_part(part: SeriesPart, *, course: Course, now: datetime) -> IssueContent:
    """The letter of one part of a course, as it would be now. Without its item when that cannot be shown."""
    newsletter = course.newsletter
    zone = ZoneInfo(newsletter.zone)
    item, findings = _part({"part": part.uuid, "mode": Shown.WHOLE}, block_id="", now=now, send_at=None, zone=zone)
    series = part.series
    place = view_of(series, now=now).place_of(str(part.uuid))
    label = place.label if place else ""
    if item and item.place:  # what comes next depends on where each reader is
        item = replace(item, place=replace(item.place, coming=None))
    return IssueContent(
        issue_id=None,
        newsletter=newsletter.name,
        number=None,
        subject=part.subject or part_subject(part, label=label, is_discreet=series.discreet_subject),
        preview_text="" if series.discreet_subject else part.preview_text or part.article.teaser[:PREVIEW_LETTERS],
        items=(item,) if item else (),
        findings=findings,
        language=newsletter.language,
        direction=direction_of(newsletter.language),
        course=course.name,
    )


def part_subject(part: SeriesPart, *, label: str, is_discreet: bool) -> str:
    """After the Long Year: Part 2 - Signs; or, for readers who share a screen, only that it is here."""
    if is_discreet:
        return f"{label} is here" if label else "The next part is here"
    series = part.series.short_title or part.series.title
    title = part.short_title or part.article.title
    return f"{series}: {label} - {title}" if label else f"{series}: {title}"


def _greeting(value: Mapping[str, Any], *, block_id: str, **_when: Any) -> Found:
    body = value["body"].source
    return ContentItem(kind=ItemKind.GREETING, block_id=block_id, body=body), _written(body, "greeting", block_id)


def _note(value: Mapping[str, Any], *, block_id: str, **_when: Any) -> Found:
    body = value["body"].source
    item = ContentItem(kind=ItemKind.NOTE, block_id=block_id, title=value["title"] or "", body=body)
    return item, _written(f"{item.title} {body}", "note", block_id)


def _written(markup: str, kind: str, block_id: str) -> tuple[Finding, ...]:
    """Rich text that was opened and left holds an empty paragraph, which no form calls empty."""
    if is_too_large(markup):
        return (too_large(kind, block_id=block_id),)
    return () if text_of(markup).strip() else (wordless(kind, block_id=block_id),)


def _action(value: Mapping[str, Any], *, block_id: str, **_when: Any) -> Found:
    target_kind, target = _target(value["target"])
    item = ContentItem(
        kind=ItemKind.ACTION,
        block_id=block_id,
        title=value["title"] or "",
        body=value["body"].source,
        label=value["label"],
        target_kind=target_kind,
        target=target,
    )
    found = () if target else (_nowhere(block_id, value["label"]),)
    return item, (*found, *((too_large("button's text", block_id=block_id),) if is_too_large(item.body) else ()))


def _article(
    value: Mapping[str, Any], *, block_id: str, send_at: datetime | None, zone: ZoneInfo, **_when: Any
) -> Found:
    page = value["article"]
    if page is None:
        return None, (missing("article", block_id=block_id),)
    item = ContentItem(kind=ItemKind.ARTICLE, block_id=block_id, shown=Shown(value["mode"]), **_version(page))
    return _checked(item, page, send_at=send_at, zone=zone)


def _part(value: Mapping[str, Any], *, block_id: str, now: datetime, send_at: datetime | None, zone: ZoneInfo) -> Found:
    part = SeriesPart.objects.select_related("series", "article").filter(uuid=value["part"]).first()
    if part is None:
        return None, (missing("part", block_id=block_id),)
    item = ContentItem(
        kind=ItemKind.PART,
        block_id=block_id,
        shown=Shown(value["mode"]),
        part_uuid=str(part.uuid),
        place=_place(part, now=send_at or now, zone=zone),
        **_version(part.article),
    )
    return _checked(item, part.article, send_at=send_at, zone=zone)


def _checked(item: ContentItem, page: ArticlePage, *, send_at: datetime | None, zone: ZoneInfo) -> Found:
    """The item with what keeps it from being shown; one that cannot be shown is left out."""
    problem = problem_of(page_facts(page), send_at=send_at, zone=zone, block_id=item.block_id)
    if problem and problem.level is Level.STOP:
        return None, (problem,)
    text = page if item.is_live else page.revisions.get(pk=item.revision_id).as_object()
    return item, (*((problem,) if problem else ()), *_editorial_stops(text, block_id=item.block_id))


def _editorial_stops(page: ArticlePage, *, block_id: str) -> Iterator[Finding]:
    """B14: what stands against publishing the text, with today's data, stands against mailing it."""
    for finding in stops(findings_of(page)):
        words = f"“{page.title}”: {finding.words}"
        yield replace(finding, check="B14", words=words, block_id=block_id, field="items")


def _place(part: SeriesPart, *, now: datetime, zone: ZoneInfo) -> LetterPlace | None:
    """Where the part will stand when the letter leaves; it counts as live, since its page goes first."""
    series, uuid = part.series, str(part.uuid)
    found = view_of(series, now=now, as_if_live=frozenset({uuid})).place_of(uuid)
    return found.in_letter(zone=zone) if found else None


_LOADERS: Mapping[str, Callable[..., Found]] = {
    "greeting": _greeting,
    "article": _article,
    "part": _part,
    "note": _note,
    "action": _action,
}


def _version(page: ArticlePage) -> dict[str, Any]:
    """The revision that readers of the site will see when the letter leaves."""
    planned = None if page.live else page.scheduled_revision
    revision_id = planned.pk if planned else page.live_revision_id
    return {"page_id": page.pk, "revision_id": revision_id, "is_live": page.live}


def _target(chosen: Mapping[str, Any]) -> tuple[str, str]:
    if chosen["page"]:
        return "page", str(chosen["page"].pk)
    for kind in ("mail", "phone"):
        if chosen[kind]:
            return kind, chosen[kind]
    address = chosen["url"] or chosen["form"]
    return ("url", address) if address else ("", "")


def _nowhere(block_id: str, label: str) -> Finding:
    words = f"The button “{label}” leads nowhere."
    mend = "Choose a page or an address for it, or take it out."
    return Finding(check="B6", level=Level.STOP, words=words, mend=mend, block_id=block_id, field="items")
