"""The letter becomes a row that never changes, and the issue gets its time: both or neither."""

from collections.abc import Iterable
from dataclasses import replace
from importlib.metadata import version
from urllib.parse import urlsplit

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction

from cms.core.findings import Finding
from cms.models import SupportLine
from newsletter.conf import conf
from newsletter.core.clicks import TRAP, Around, countable, counted, key_of
from newsletter.core.content import CompiledLetter, IssueContent
from newsletter.core.issue_state import Event
from newsletter.core.moments import Moment
from newsletter.models import CompiledIssue, CountedLink, Issue, IssueItem


class NotADraft(ValueError):  # noqa: N818 - the house names exceptions by what happened
    """The issue is not a draft any more; the message is meant for the person who wanted to schedule it."""


def schedule_issue(  # noqa: PLR0913 - one keyword for each thing that the rows keep
    issue: Issue,
    letter: CompiledLetter,
    *,
    content: IssueContent,
    findings: Iterable[Finding],
    moment: Moment,
    audience: dict | None,
    boundary: str,
    by: AbstractBaseUser | None,
) -> CompiledIssue:
    """Freeze the letter and give the issue its audience and its time. Raises NotADraft when somebody was faster."""
    with transaction.atomic():
        frozen = freeze_letter(issue, letter, findings=findings, boundary=boundary, by=by)
        _remember_items(frozen, content)
        moved = Issue.objects.move(
            issue.pk,
            Event.SCHEDULE,
            by=by,
            compiled=frozen,
            scheduled_by=by,
            segment=issue.segment,
            audience=audience,
            **timed(moment),
        )
        if not moved:
            raise NotADraft("This issue is not a draft any more. Unschedule it first, then schedule it anew.")
    return frozen


def timed(moment: Moment) -> dict:
    """What an issue's row keeps of its moment: the wall time that was meant, and the instant it resolved to."""
    return {
        "local_date": moment.local_date,
        "local_time": moment.local_time,
        "zone": moment.zone,
        "send_at": moment.send_at,
        "tz_version": version("tzdata"),
        "failures": 0,  # a new time is a new start
    }


def freeze_letter(  # noqa: PLR0913 - one keyword for each thing that the row keeps
    issue: Issue,
    letter: CompiledLetter,
    *,
    findings: Iterable[Finding],
    boundary: str,
    by: AbstractBaseUser | None,
    kind: CompiledIssue.Kind = CompiledIssue.Kind.ISSUE,
) -> CompiledIssue:
    """One immutable row. `boundary` is `=_` and 128 random bits in hex."""
    bounded = replace(letter, boundary=boundary)
    facts = {"findings": findings, "kind": kind, "issue": issue, "created_by": by}
    if kind == CompiledIssue.Kind.ISSUE and issue.newsletter.counts_clicks:
        return _freeze_counted(bounded, **facts)
    return CompiledIssue.objects.freeze(bounded, **facts)


def _freeze_counted(letter: CompiledLetter, **facts) -> CompiledIssue:
    """Its links lead through us, and each has a row that counts; together with the letter or not at all."""
    hosts = {urlsplit(url).hostname for url in SupportLine.objects.exclude(url="").values_list("url", flat=True)}
    helplines = {host.removeprefix("www.") for host in hosts if host}
    around = Around(base_url=conf().base_url, helplines=helplines)
    links = countable(letter.links, around=around).values()
    with transaction.atomic():
        frozen = CompiledIssue.objects.freeze(counted(letter, around=around), **facts)
        numbers = [TRAP, *(link.id for link in links)] if links else []
        CountedLink.objects.bulk_create(
            CountedLink(compiled=frozen, key=key_of(letter), number=number) for number in numbers
        )
    return frozen


def _remember_items(frozen: CompiledIssue, content: IssueContent) -> None:
    IssueItem.objects.bulk_create(
        IssueItem(
            compiled=frozen,
            position=position,
            article_id=item.page_id,
            part_uuid=item.part_uuid or None,
            mode=item.shown.value,
        )
        for position, item in enumerate(content.articles, start=1)
    )
