"""All that is asked of a letter before it may leave: the checks, with what the database knows today."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime

from django.db.models import QuerySet

from cms.core.findings import Finding, Level, worst_first
from newsletter.conf import conf
from newsletter.core import preflight
from newsletter.core.content import Compilation, CompiledLetter, ContentItem, IssueContent
from newsletter.core.headers import HeaderRefused, SenderFacts
from newsletter.core.issue_state import State
from newsletter.core.merge_fields import HTML, UnknownField, fill
from newsletter.core.moments import Moment
from newsletter.core.preflight.facts import LetterFacts
from newsletter.core.trial import LONG, READERS
from newsletter.core.wire import precompile, values_for
from newsletter.core.wire_check import problems
from newsletter.models import Delivery, Issue, Newsletter, Subscription
from newsletter.models.issue_barriers import Barriers
from newsletter.models.picture_files import picture_files
from newsletter.models.rule_conditions import circumstances, selected
from newsletter.models.sender_standing import sender_standing, trial_sender
from series.models import Topic

TRIAL_BOUNDARY = "=_" + "0" * 32  # the real one is drawn at the freeze
AT_ONCE = 5_000  # readers of courses in one question
ROOM = (State.DRAFT, State.SCHEDULED)
WAITING = (State.SCHEDULED, State.HELD)


def inspect_issue(  # noqa: PLR0913 - one keyword for each thing that is looked at
    issue: Issue,
    *,
    content: IssueContent,
    compilation: Compilation,
    base_url: str,
    sending_domain: str,
    now: datetime,
    moment: Moment | None = None,
) -> tuple[Finding, ...]:
    """Every finding about the issue as it would leave at `moment` (or some day), worst first."""
    domain = {"base_url": base_url, "sending_domain": sending_domain}
    sender = trial_sender(issue.newsletter, **domain)
    facts = LetterFacts(
        letter=compilation.letter,
        slots=compilation.slots,
        items=len(content.items),
        places=tuple(item.place.words for item in content.items if item.place),
        already_started=issue.state not in ROOM,
        **sender_standing(issue.newsletter, **domain),
        telling_words=_telling_words(issue.newsletter, shown=content.items),
        **_audience_facts(issue, now=now),
        **_time_facts(issue, moment=moment, now=now),
    )
    facts = replace(facts, filled_bytes=_filled_bytes(compilation.letter, sender=sender), **_picture_facts(facts))
    return worst_first(
        [*content.findings, *preflight.findings(facts), *_wire_findings(compilation.letter, sender=sender)]
    )


def _audience_facts(issue: Issue, *, now: datetime) -> dict:
    """How many would get it today, without those whose course keeps it from them."""
    readers, kept = _readers(issue, now=now), list(Barriers.of(issue).foreseen(now=now))
    nameless = readers.filter(subscriber__first_name="")
    return {"recipients": _count(readers, besides=kept), "nameless": _count(nameless, besides=kept)}


def _count(readers: QuerySet[Subscription], *, besides: Sequence[int]) -> int:
    slices = (besides[at : at + AT_ONCE] for at in range(0, len(besides), AT_ONCE))
    return readers.count() - sum(readers.filter(subscriber__in=some).count() for some in slices)


def _time_facts(issue: Issue, *, moment: Moment | None, now: datetime) -> dict:
    if moment is None:
        return {}
    others = Issue.objects.same_day_as(issue, local_date=moment.local_date).select_related("newsletter")
    return {
        "minutes_ahead": (moment.send_at - now).total_seconds() / 60,
        "overlapping": tuple(other.title for other in others if other.state in WAITING),
        "left_that_day": tuple(other.title for other in _gone_to_them(others, issue=issue, now=now)),
        "wall_time_repeated": moment.repeated,
        **_pace_facts(issue, moment=moment, now=now),
    }


def _gone_to_them(others: Iterable[Issue], *, issue: Issue, now: datetime) -> Iterator[Issue]:
    """Those that have left, to any reader of this issue; whoever writes to everybody needs no look at each letter."""
    for other in others:
        letters = Delivery.objects.of_issue(other.pk)
        if other.state not in WAITING and (
            issue.segment is None or letters.filter(subscription__in=_readers(issue, now=now)).exists()
        ):
            yield other


def _pace_facts(issue: Issue, *, moment: Moment, now: datetime) -> dict:
    """How long the limits of pace make it; a new domain's days count before any rate."""
    own, readers = conf(), _readers(issue, now=now)
    if own.warm_up and own.warm_up.budget(moment.send_at.date()) is not None:
        days = own.warm_up.days_for(readers.by_receiver_group(), start=moment.send_at.date())
        because = "the sending domain is new, and each mailbox provider gets a few more letters every day."
        return {"hours_needed": (days - 1) * 24.0, "slow_because": because}
    if own.per_second:
        because = f"no more than {own.per_second:g} letters leave in a second."
        return {"hours_needed": readers.count() / own.per_second / 3600, "slow_because": because}
    return {}


def _readers(issue: Issue, *, now: datetime) -> QuerySet[Subscription]:
    """Who would get it today: everybody, or those whom the chosen segment addresses."""
    readers = Subscription.objects.recipients(issue.newsletter_id)
    if issue.segment is None:
        return readers
    return selected(readers, issue.segment.read, now=circumstances(issue.newsletter, at=now))


def _picture_facts(facts: LetterFacts) -> dict:
    found = picture_files(picture.src for picture in facts.markup.pictures)
    return {
        "missing_files": frozenset(src for src, file in found.items() if file is None),
        "picture_files": {src: file for src, file in found.items() if file},
    }


def _filled_bytes(letter: CompiledLetter, *, sender: SenderFacts) -> int:
    """The size of the HTML for the reader with the longest values; 0 while a field is unknown, which B4 says."""
    try:
        return len(fill(letter.html, values_for(LONG, facts=sender), escape=HTML).encode("utf-8", "replace"))
    except UnknownField:
        return 0


def _telling_words(newsletter: Newsletter, *, shown: Iterable[ContentItem]) -> tuple[str, ...]:
    """What a neutral name keeps to itself: the public one, and what the articles are about."""
    if not newsletter.neutral_name:
        return ()
    pages = [item.page_id for item in shown if item.page_id]
    topics = Topic.objects.filter(articles__in=pages).distinct().values_list("title", flat=True)
    return (newsletter.name, *topics)


def _wire_findings(letter: CompiledLetter, *, sender: SenderFacts) -> Iterator[Finding]:
    """B13: the letter is built for two trial readers, read back and compared."""
    bounded = replace(letter, boundary=letter.boundary or TRIAL_BOUNDARY)
    try:
        wire = precompile(bounded, facts=sender)
        for reader in READERS:
            for words in problems(wire.message(reader), letter=bounded, recipient=reader, facts=sender):
                yield _b13(words)
    except UnknownField:
        return  # B4 names the field and its block
    except HeaderRefused as refused:
        yield _b13(str(refused))


def _b13(words: str) -> Finding:
    mend = "Look at the sender and the subject; if they are right, tell the people who run this site."
    return Finding(check="B13", level=Level.STOP, words=words, mend=mend, field="subject")
