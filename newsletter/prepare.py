"""What an issue will say. Read from top to bottom: compose, compile, ask, freeze."""

import secrets
from dataclasses import dataclass, replace
from datetime import date, datetime, time

from django.contrib.auth.models import AbstractBaseUser

from cms.core.findings import Finding, Level, fingerprint, stops, worst_first
from cms.core.mjml import CompileFailed
from cms.core.slots import SlotMismatch
from cms.models import Tick
from newsletter.conf import conf
from newsletter.core.content import Compilation, CompiledLetter, IssueContent
from newsletter.core.moments import Moment, moment_of
from newsletter.core.preflight import OVERRIDABLE
from newsletter.models import CompiledIssue, Course, Issue, Segment
from newsletter.pipeline.compile import compile_issue
from newsletter.pipeline.compose import compose_issue, compose_part
from newsletter.pipeline.preflight import inspect_issue
from newsletter.pipeline.recheck import recheck_issue
from newsletter.pipeline.schedule import NotADraft, freeze_letter, schedule_issue
from newsletter.segments import frozen_audience
from series.models import SeriesPart

SUBJECT_OF_TESTS = "[Test] "


class PreflightFailed(ValueError):  # noqa: N818 - the house names exceptions by what happened
    """Something must be mended before this issue can be scheduled; `findings` say what, where and how."""

    def __init__(self, findings: tuple[Finding, ...]) -> None:
        super().__init__(" ".join(f"{finding.words} {finding.mend}" for finding in stops(findings)))
        self.findings = findings


class QuestionsOpen(PreflightFailed):
    """Nobody has mended or ticked a question; `findings` are the open ones."""

    def __init__(self, findings: tuple[Finding, ...]) -> None:
        asked = " ".join(finding.words for finding in findings)
        ValueError.__init__(self, f"Somebody has to look at this first, and tick it or mend it: {asked}")
        self.findings = findings


@dataclass(frozen=True, kw_only=True)
class Draft:
    """A letter that is not frozen: what it says, how it looks, and what was found. `letter` is None if it failed."""

    content: IssueContent
    compilation: Compilation | None
    findings: tuple[Finding, ...] = ()

    @property
    def letter(self) -> CompiledLetter | None:
        return self.compilation.letter if self.compilation else None


def freeze(  # noqa: PLR0913 - one keyword for each thing a person decides
    issue_id: int,
    *,
    local_date: date,
    local_time: time,
    zone: str,
    by: AbstractBaseUser | None,
    now: datetime,
    override: str = "",
    segment: Segment | None = None,
) -> CompiledIssue:
    """Schedule: fix and hash the bytes that will be handed over, so that authors preview exactly those.

    `override` is the reason of a person who lets a letter above Gmail's clip go; `segment` narrows whom it addresses.
    Raises TimeRefused, NotADraft, PreflightFailed, QuestionsOpen, AudienceRefused, with words for who schedules.
    """
    moment = moment_of(local_date, local_time, zone, now=now)
    issue = Issue.objects.select_related("newsletter").get(pk=issue_id)
    issue.segment = segment
    draft = draft_of(issue, now=now, moment=moment)
    return schedule_issue(
        issue,
        _fit_letter(issue, draft, override=override),
        content=draft.content,
        findings=_answered(issue, _overridden(draft.findings, override=override, by=by)),
        moment=moment,
        audience=frozen_audience(issue, by=by, now=now),
        boundary=new_boundary(),
        by=by,
    )


def freeze_test(issue_id: int, *, by: AbstractBaseUser | None, now: datetime) -> CompiledIssue:
    """The issue as it stands, frozen for staff to look at in their own mail. Raises PreflightFailed if it cannot be."""
    issue = Issue.objects.select_related("newsletter").get(pk=issue_id)
    draft = draft_of(issue, now=now)
    if draft.letter is None:
        raise PreflightFailed(draft.findings)
    letter = replace(draft.letter, subject=f"{SUBJECT_OF_TESTS}{draft.letter.subject}"[:200])
    return freeze_letter(
        issue, letter, findings=draft.findings, boundary=new_boundary(), by=by, kind=CompiledIssue.Kind.TEST
    )


def preflight(issue: Issue, *, now: datetime, moment: Moment | None = None) -> tuple[Finding, ...]:
    """Everything that is to be said about the issue as it stands, saved or not, worst first."""
    return draft_of(issue, now=now, moment=moment).findings


def draft_of(issue: Issue, *, now: datetime, moment: Moment | None = None) -> Draft:
    """The letter as it would be today (or at `moment`), with its findings."""
    content = compose_issue(issue, now=now, send_at=moment.send_at if moment else None)
    return _drafted(issue, content, now=now, moment=moment)


def draft_of_part(part: SeriesPart, course: Course, *, now: datetime) -> Draft:
    """The letter of one part of a course as it would be today, with its findings; without it if it cannot be shown."""
    content = compose_part(part, course=course, now=now)
    if not content.articles:
        return Draft(content=content, compilation=None, findings=content.findings)
    asked = Issue(newsletter=course.newsletter, subject=content.subject, preview_text=content.preview_text)
    return _drafted(asked, content, now=now)


def _drafted(issue: Issue, content: IssueContent, *, now: datetime, moment: Moment | None = None) -> Draft:
    settings = conf()
    try:
        compilation = compile_issue(content, newsletter=issue.newsletter, base_url=settings.base_url)
    except (CompileFailed, SlotMismatch) as failure:
        return Draft(content=content, compilation=None, findings=worst_first([*content.findings, _b13(failure)]))
    findings = inspect_issue(
        issue,
        content=content,
        compilation=compilation,
        base_url=settings.base_url,
        sending_domain=settings.sending_domain,
        now=now,
        moment=moment,
    )
    return Draft(content=content, compilation=compilation, findings=findings)


def compile_only(issue: Issue, *, now: datetime) -> CompiledLetter:
    """The letter for a preview, without any check. Raises CompileFailed and SlotMismatch."""
    content = compose_issue(issue, now=now)
    return compile_issue(content, newsletter=issue.newsletter, base_url=conf().base_url).letter


def new_boundary() -> str:
    """Drawn once for each freeze: no text can hold it, and a second attempt has the same bytes."""
    return f"=_{secrets.token_hex(16)}"


def _fit_letter(issue: Issue, draft: Draft, *, override: str) -> CompiledLetter:
    if draft.letter is None or _stopping(draft.findings, override=override):
        raise PreflightFailed(draft.findings)
    if still_open := Tick.objects.open_of(issue, draft.findings):
        raise QuestionsOpen(still_open)
    return draft.letter


def _stopping(findings: tuple[Finding, ...], *, override: str) -> bool:
    return any(not (override.strip() and finding.check in OVERRIDABLE) for finding in stops(findings))


def _overridden(findings: tuple[Finding, ...], *, override: str, by: AbstractBaseUser | None) -> tuple[Finding, ...]:
    """The findings to keep; a stop that a person let pass says who and why."""
    named = f"{by or 'Somebody'} let it pass: {override.strip()}"
    return tuple(replace(finding, mend=named) if finding.level is Level.STOP else finding for finding in findings)


def _answered(issue: Issue, findings: tuple[Finding, ...]) -> tuple[Finding, ...]:
    """The findings to keep; a question says who looked at it."""
    ticks = Tick.objects.on(issue, findings)
    named = {key: f"{tick}." for key, tick in ticks.items()}
    return tuple(replace(finding, mend=named.get(fingerprint(finding), finding.mend)) for finding in findings)


def _b13(failure: CompileFailed | SlotMismatch) -> Finding:
    words = f"The letter could not be put together: {failure}"
    mend = "Take the block out, or write it anew; if that does not help, tell the people who run this site."
    return Finding(check="B13", level=Level.STOP, words=words, mend=mend, block_id=failure.block_id, field="items")


__all__ = [
    "Draft",
    "NotADraft",
    "PreflightFailed",
    "QuestionsOpen",
    "compile_only",
    "draft_of",
    "draft_of_part",
    "freeze",
    "freeze_test",
    "preflight",
    "recheck_issue",
]
