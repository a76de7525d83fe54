"""What the ledger says of an issue on its way: its pace, how long it takes, and its last trouble."""

from datetime import timedelta

import pytest

from cms.clock import Now, database_now
from newsletter import issues
from newsletter.core.issue_state import Event, State
from newsletter.core.receipts import Stage
from newsletter.models import Delivery, Exclusion, Issue, IssueEvent, SendingSwitch, Throttle, WarmUpDay
from newsletter.progress import progress
from newsletter.resolve import try_again
from newsletter.send import deliver, start
from tests.factories import due_issue, states, unasked
from tests.newsletter.pipeline.test_hand_over import Answering

GREYLISTED = ("451 4.2.1 greylisted, queued as 4F2A91C0D7 for ada@example.org", Stage.RCPT)


@pytest.fixture
def long_leaving(cast):
    """An issue that began to leave longer than a minute ago, to 20 readers at gmail and 20 at yahoo."""
    for number in range(38):
        cast.add_reader(f"reader{number:02}")
    fresh, old = due_issue(cast.newsletter), due_issue(cast.newsletter)
    start(fresh.pk, recheck=unasked)
    Issue.objects.filter(pk=old.pk).update(state=State.HANDING_OVER, candidates=42)
    Delivery.objects.update(issue=old)
    Exclusion.objects.update(issue=old)
    ids = list(Delivery.objects.order_by("pk").values_list("pk", flat=True))
    Delivery.objects.filter(pk__in=ids[:20]).update(receiver="gmail")
    Delivery.objects.filter(pk__in=ids[20:]).update(receiver="yahoo")
    return Issue.objects.get(pk=old.pk)


def hand_over(group, *seconds_ago):
    """Letters to this group left so long ago, one for each."""
    ids = Delivery.objects.filter(receiver=group, state="pending").order_by("pk").values_list("pk", flat=True)
    for pk, seconds in zip(list(ids), seconds_ago, strict=False):
        moment = Now() - timedelta(seconds=seconds)
        Delivery.objects.filter(pk=pk).update(state="handed_over", marked_at=moment, ended_at=moment)


def again(issue):
    Delivery.objects.filter(issue=issue, state="pending").update(not_before=Now())


def test_the_pace_of_the_last_minute_is_what_left_in_a_minute(long_leaving):
    hand_over("gmail", 45, 41)

    seen = progress(long_leaving.pk)
    assert seen.rate == 2 / 60
    assert seen.pace.startswith("2 a minute in the last minute;")


def test_of_an_issue_that_has_just_begun_the_pace_is_that_since_its_start(long_leaving):
    IssueEvent.objects.create(
        issue=long_leaving,
        event=Event.RESUME,
        from_state=State.PAUSED,
        to_state=State.HANDING_OVER,
        at=database_now() - timedelta(seconds=20),
    )
    hand_over("gmail", 40, *range(2, 12))

    seen = progress(long_leaving.pk)
    assert 10 / 60 < seen.rate <= 10 / 20
    assert seen.window_s == pytest.approx(10 / seen.rate)


def test_a_group_that_stands_still_leaves_the_end_unknown_and_the_page_says_so(long_leaving):
    hand_over("yahoo", *range(2, 21))

    seen = progress(long_leaving.pk)
    assert seen.seconds_left is None
    assert seen.pace == (
        "0.3 a second in the last minute; how long it still takes is not known: gmail takes nothing just now."
    )


def test_when_both_groups_move_the_slower_one_decides(long_leaving):
    hand_over("yahoo", *range(2, 12))
    hand_over("gmail", *range(2, 7))

    assert progress(long_leaving.pk).seconds_left == 180  # fifteen letters at five a minute


def test_a_group_that_was_told_later_says_when_it_is_tried_again(long_leaving):
    hand_over("yahoo", *range(2, 21))
    Delivery.objects.filter(receiver="gmail").update(not_before=Now() + timedelta(minutes=15))
    first = Delivery.objects.filter(receiver="gmail").first()

    assert progress(long_leaving.pk).why_unknown == f"gmail is tried again at {first.not_before:%H:%M} UTC"


def test_a_closed_group_says_until_when_although_letters_left_a_moment_ago(long_leaving):
    hand_over("gmail", *range(2, 12))
    until = database_now() + timedelta(minutes=5)
    Throttle.objects.create(route="memory", group="gmail", closed_until=until, why="421 4.7.28 Too fast")

    assert progress(long_leaving.pk).why_unknown == f"gmail says later until {until:%H:%M} UTC"


def test_a_new_domain_gets_the_rest_on_another_day(long_leaving, settings):
    own = {**settings.PARTWISE["newsletter"], "warm_up": {"since": database_now().date(), "first_day": 15}}
    settings.PARTWISE = {**settings.PARTWISE, "newsletter": own}
    hand_over("gmail", *range(2, 12))
    hand_over("yahoo", *range(2, 12))
    for group, taken in (("gmail", 10), ("yahoo", 5)):
        WarmUpDay.objects.create(group=group, day=database_now().date(), taken=taken)

    seen = progress(long_leaving.pk)
    assert seen.why_unknown == "gmail gets the rest on another day, because the sending domain is new"


@pytest.mark.parametrize(
    ("stop", "words"),
    [
        (lambda issue: issues.pause(issue.pk, by=None), "it is paused"),
        (lambda _: SendingSwitch.objects.create(enabled=False), "sending is switched off"),
    ],
)
def test_while_nothing_leaves_nobody_says_when_it_ends(long_leaving, stop, words):
    hand_over("gmail", *range(2, 12))
    hand_over("yahoo", *range(2, 12))
    stop(long_leaving)

    seen = progress(long_leaving.pk)
    assert (seen.seconds_left, seen.why_unknown) == (None, words)


def test_a_closed_route_keeps_everybody_waiting(long_leaving):
    hand_over("gmail", *range(2, 12))
    until = database_now() + timedelta(minutes=5)
    Throttle.objects.create(route="memory", group="", closed_until=until, why="452 4.3.1 No room")

    assert progress(long_leaving.pk).why_unknown == f"the next server says later until {until:%H:%M} UTC"


def test_the_last_trouble_is_told_as_it_was_said_and_names_nobody(issue):
    deliver(transport=Answering(ada=GREYLISTED), run="a", limit=100)

    assert progress(issue.pk).last_trouble == "451 4.2.1 greylisted, queued as … for …: It is tried again later."


def test_while_a_letter_is_tried_again_its_trouble_is_still_the_one_that_it_had(issue):
    deliver(transport=Answering(ada=GREYLISTED), run="a", limit=100)
    again(issue)
    Delivery.objects.filter(state="pending").update(smtp_code=250, reply="250 2.0.0 queued as X")

    assert progress(issue.pk).last_trouble.startswith("451 4.2.1 greylisted")


def test_a_trouble_is_over_once_its_letter_has_left(issue):
    deliver(transport=Answering(ada=GREYLISTED), run="a", limit=100)
    again(issue)
    deliver(transport=Answering(ada=("250 2.0.0 queued as X", Stage.DOT)), run="a", limit=100)

    assert states(issue)["ada"] == "handed_over"
    assert progress(issue.pk).last_trouble == ""


def test_an_older_trouble_that_lasts_is_told_when_the_newer_one_is_over(issue):
    deliver(transport=Answering(ada=("550 5.7.1 not from you", Stage.DOT), esra=GREYLISTED), run="a", limit=100)
    again(issue)
    deliver(transport=Answering(), run="a", limit=100)

    assert progress(issue.pk).last_trouble.startswith("550 5.7.1 not from you: The next server objects to us")


def test_a_refused_letter_that_is_offered_again_is_no_longer_refused(issue):
    deliver(transport=Answering(ada=("550 5.7.1 not from you", Stage.DOT)), run="a", limit=100)
    try_again(issue.pk, Delivery.objects.worth_another_try(), by=None, why="mended")

    assert progress(issue.pk).last_trouble == "550 5.7.1 not from you: It is tried again later."
    deliver(transport=Answering(), run="a", limit=100)
    assert progress(issue.pk).last_trouble == ""


def test_a_connection_that_broke_off_is_no_answer(issue):
    deliver(transport=Answering(ada=("", Stage.DATA)), run="a", limit=100)

    assert progress(issue.pk).last_trouble == ""
