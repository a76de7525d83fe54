"""What the schedule page foresees is what the start writes down: for any readers, courses and letters of the day."""

from collections import Counter
from dataclasses import dataclass
from datetime import timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings, strategies as st

from cms.clock import database_now
from newsletter import audience
from newsletter.audience import estimate
from newsletter.core.audience import WORDS
from newsletter.core.rules.notation import read_rule
from newsletter.models import (
    Course,
    Delivery,
    Enrollment,
    Exclusion,
    Issue,
    IssueItem,
    PartHandOver,
    Subscriber,
    Subscription,
    Suppression,
)
from newsletter.models.plans import planned
from newsletter.pipeline.preflight import _audience_facts
from newsletter.send import start
from series.models import ArticlePage
from tests.cast import give_consent, suppress
from tests.factories import due_issue, unasked

NEAR = {"field": "zone", "op": "in", "value": ["Europe/Lisbon"]}
RULES = [None, {"version": 1, "include": NEAR}, {"version": 1, "exclude": NEAR}]
ZONES = ["Europe/Lisbon", "Pacific/Kiritimati", "America/Adak"]
SHOWN = {"sequence": ["what", "signs", "back"], "pair": ["is", "is_not"]}


@dataclass(frozen=True)
class Way:
    """How far a reader is in one series: `parts` of it, the last one so many hours ago, by that run."""

    parts: int
    hours: int
    state: str
    run: int


@dataclass(frozen=True)
class Reader:
    standing: str
    consents: bool
    barred: bool
    zone: str
    ways: dict[str, Way | None]
    letter_hours: int  # since another issue; 0: none


@dataclass(frozen=True)
class Letter:
    shows: list[tuple[str, str, str]]  # series, part, how much of it
    has_other: bool
    rule: dict | None
    cap: bool
    course_first: bool
    state: str  # of the course of the sequence


WAYS = st.none() | st.builds(
    Way,
    st.integers(0, 3),
    st.integers(0, 40),
    st.sampled_from(["active", "active", "caught_up", "exited", "held"]),
    st.integers(1, 2),
)
READERS = st.builds(
    Reader,
    st.sampled_from(["active", "active", "active", "paused", "pending", "ended"]),
    st.sampled_from([True, True, False]),
    st.sampled_from([False, False, True]),
    st.sampled_from(ZONES),
    st.fixed_dictionaries({"sequence": WAYS, "pair": WAYS}),
    st.sampled_from([0, 0, 1, 20]),
)
PLACES = [(series, part) for series, parts in SHOWN.items() for part in parts]
LETTERS = st.builds(
    Letter,
    st.lists(
        st.tuples(st.sampled_from(PLACES), st.sampled_from(["whole", "whole", "teaser"])).map(
            lambda it: (*it[0], it[1])
        ),
        max_size=3,
        unique_by=lambda it: it[:2],
    ),
    st.sampled_from([False, False, True]),
    st.sampled_from(RULES),
    st.booleans(),
    st.booleans(),
    st.sampled_from(["open", "open", "paused", "closed"]),
)


@pytest.fixture
def courses(world):
    """One for each of the two series."""
    facts = {"newsletter": world.newsletter, "state": "open", "min_gap_hours": 20}
    return {name: Course.objects.create(series=getattr(world, name), **facts) for name in SHOWN}


def _come(world, courses, number, reader: Reader, before: Issue):
    row = world_reader(world, number, reader)
    if reader.letter_hours:
        moment = database_now() - timedelta(hours=reader.letter_hours)
        letter = planned(
            dedupe_key=f"before:{number}",
            purpose="issue",
            mailbox="a@example.org",
            at=moment,
            subscription_id=row.pk,
            issue=before,
            compiled=before.compiled,
        )
        letter.save()
        Delivery.objects.filter(pk=letter.pk).update(not_before=moment)
    for name, way in reader.ways.items():
        if way:
            _begin(world, courses[name], row.subscriber, SHOWN[name], way)


def world_reader(world, number, reader: Reader):
    who = Subscriber.objects.create(email=f"reader{number}@example.org", zone=reader.zone)
    row = Subscription.objects.create(
        subscriber=who,
        newsletter=world.newsletter,
        state=reader.standing,
        confirmed_at=database_now() - timedelta(days=50),
    )
    if reader.consents:
        give_consent(row)
    if reader.barred:
        suppress(who.email)
    return row


def _begin(world, course, who, names, way: Way):
    row = Subscription.objects.create(subscriber=who, course=course, state="active")
    had, now = names[: way.parts], database_now()
    part = world.parts[had[-1]].uuid if had else None
    last = {"last_part": part, "last_handed_at": now - timedelta(hours=way.hours, minutes=30)}
    held = {"hold_reason": "queue"} if way.state == "held" else {}
    Enrollment.objects.create(
        subscription=row,
        run=way.run,
        state=way.state,
        started_at=now - timedelta(days=9),
        **held,
        **(last if had else {}),
    )
    for name in had:
        PartHandOver.objects.create(subscriber=who, part=world.parts[name].uuid, run=way.run, via="course")


def _other(world):
    """An article that is no part of any series."""
    return ArticlePage.objects.filter(title="A walk").first() or world.add_article("A walk")


def _issue(world, letter: Letter) -> Issue:
    issue = due_issue(world.newsletter)
    for at, (_, part, mode) in enumerate(letter.shows):
        shown = {"article": world.parts[part].article, "part_uuid": world.parts[part].uuid, "mode": mode}
        IssueItem.objects.create(compiled=issue.compiled, position=at, **shown)
    if letter.has_other:
        IssueItem.objects.create(compiled=issue.compiled, position=9, article=_other(world), mode="whole")
    rule = letter.rule and {"segment": "x", "rule": letter.rule, "words": ""}
    Issue.objects.filter(pk=issue.pk).update(audience=rule)
    issue.refresh_from_db()
    return issue


def _draft(world, letter: Letter) -> Issue:
    items = [("part", {"part": str(world.parts[part].uuid), "mode": mode}) for _, part, mode in letter.shows]
    items += [("article", {"article": _other(world).pk, "mode": "whole"})] if letter.has_other else []
    return world.add_issue(("greeting", {"body": "<p>Hello.</p>"}), *items)


def _foreseen(newsletter, issue, letter: Letter):
    rule = read_rule(letter.rule) if letter.rule else None
    found = estimate(newsletter, rule, at=database_now(), clock=lambda: 0.0, issue=issue)
    return found.recipients, {one.words: one.count for one in found.left_out}


def _written(issue):
    reasons = Counter(
        WORDS[reason] for reason in Exclusion.objects.filter(issue=issue).values_list("reason", flat=True)
    )
    return Delivery.objects.of_issue(issue.pk).count(), dict(reasons)


@settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(letter=LETTERS, readers=st.lists(READERS, min_size=1, max_size=5), counts_large=st.booleans())
def test_the_estimate_of_an_issue_is_what_its_start_writes_down(world, courses, letter, readers, counts_large):
    with transaction.atomic(), pytest.MonkeyPatch.context() as patched:
        if counts_large:  # as for a large newsletter, whose suppressions are left to the start
            patched.setattr(audience, "SPLIT_EXACTLY", 0)
            patched.setattr(audience, "SLICE", 2)
            readers = [Reader(**{**vars(reader), "barred": False}) for reader in readers]
            Suppression.objects.all().delete()
        _arrange(world, courses, letter)
        before = due_issue(world.newsletter)
        for number, reader in enumerate(readers):
            _come(world, courses, number, reader, before)
        issue, draft = _issue(world, letter), _draft(world, letter)
        foreseen = [_foreseen(world.newsletter, each, letter) for each in (issue, draft)]

        start(issue.pk, recheck=unasked)

        assert foreseen == [_written(issue)] * 2
        transaction.set_rollback(True)


def _arrange(world, courses, letter: Letter):
    world.newsletter.cap_issues = letter.cap
    world.newsletter.save()
    meanwhile = "skip" if letter.course_first else "come"
    Course.objects.filter(pk=courses["sequence"].pk).update(hold_newsletters=meanwhile, state=letter.state)


def test_preflight_counts_without_those_whose_series_keeps_the_issue_from_them(world, courses):
    way = Way(parts=1, hours=2, state="active", run=1)
    reader = Reader("active", consents=True, barred=False, zone="UTC", ways={"sequence": way}, letter_hours=0)
    before = due_issue(world.newsletter)
    _come(world, courses, 1, reader, before)
    some = Letter(
        [("sequence", "what", "whole")], has_other=False, rule=None, cap=False, course_first=False, state="open"
    )

    free = _audience_facts(world.add_issue(), now=database_now())
    kept = _audience_facts(_draft(world, some), now=database_now())

    assert free["recipients"] - kept["recipients"] == 1
    assert free["nameless"] - kept["nameless"] == 1
