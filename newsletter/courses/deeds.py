"""What people do with a course: open it, let it rest, close it; and what a reader chooses of its pace."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext_noop

from cms.clock import Now, database_now
from newsletter.core.courses.facts import Held, Pace, Standing
from newsletter.core.courses.moves import Move
from newsletter.core.delivery_state import Cause, Event, Reason, Resolution, State
from newsletter.courses.tending import refresh
from newsletter.models import Course, Delivery, Enrollment, Subscriber, Subscription
from newsletter.pipeline.ways import begin


class CourseRefused(ValueError):  # noqa: N818 - the house names exceptions by what happened
    """Not possible as it stands; the message is meant for the person who asked."""


def open_course(course: Course) -> None:
    """Readers may begin, and whoever waits goes on with one part at the next window. Raises CourseRefused."""
    if course.series is None or not course.series.live:
        raise CourseRefused("Its series is not on the site. Publish the series first.")
    try:
        course.full_clean(exclude=["hold_detail", "seen_as"])
    except ValidationError as refused:
        raise CourseRefused(" ".join(refused.messages)) from refused
    with transaction.atomic():
        if not Course.objects.all().move(course.pk, Move.OPEN, open_since=database_now(), hold_detail="", seen_as=""):
            raise CourseRefused("It is open already.")
        _leave_restored(course)
        ways = Enrollment.objects.filter(subscription__course=course).open()
        ways.filter(hold_reason=Held.UNDELIVERABLE).update(state=Standing.ACTIVE, hold_reason="", tries=0)
        course.refresh_from_db()
        refresh(course)


def _leave_restored(course: Course) -> None:
    """What a restored backup put in doubt probably arrived: who opens the course has looked."""
    doubted = Delivery.objects.filter(enrollment__subscription__course=course, resolution=Resolution.NONE)
    facts = {"reason": Reason.RESTORED, "resolution": Resolution.BY_HAND, "resolved_at": Now()}
    while doubted.filter(reason=Reason.RESTORED).shift(
        Event.SETTLE, before=State.UNCERTAIN, cause=Cause.PERSON, **facts
    ):
        pass


def pause_course(course: Course) -> None:
    """Nothing of it leaves until it is opened again. Raises CourseRefused."""
    _move(course, Move.PAUSE, "It does not run, so there is nothing to pause.")


def close_course(course: Course) -> None:
    """It ends for everybody who is under way, for good, and is offered no more. Raises CourseRefused.

    They were told so: opened again, it goes on only for those who ask for it anew.
    """
    with transaction.atomic():
        _move(course, Move.CLOSE, "It was never opened, or is closed already.")
        Enrollment.objects.filter(subscription__course=course).end(database_now())


def choose_pace(subscription: Subscription, pace: Pace) -> None:
    """The reader's own pace from the next part on."""
    now = database_now()
    rows = Enrollment.objects.filter(subscription=subscription).open()
    rows.update(pace=pace)
    if subscription.state == Subscription.State.ACTIVE:
        rows.filter(Q(not_before=None) | Q(not_before__lt=now)).update(not_before=now)
        rows.look_again(now)


def begin_again(subscription: Subscription) -> bool:
    """Every part comes once more, from the first one on; False when a letter is on its way and comes first.

    Raises CourseRefused for a reader who gets none of it at present.
    """
    with transaction.atomic():
        ways = Enrollment.objects.filter(subscription=subscription, subscription__state=Subscription.State.ACTIVE)
        way = ways.open().select_for_update(of=("self",)).first()
        if way is None:
            raise CourseRefused(gettext_noop("That is not offered here, so nothing was changed."))
        if way.in_flight_id:
            Enrollment.objects.filter(pk=way.pk).update(begins_again=True)
            return False
        Enrollment.objects.begin_again(way, now=database_now())
    return True


def get_the_rest(subscription: Subscription) -> None:
    """Who had everything gets what was added since."""
    begin(subscription)


def reckon_anew(reader: Subscriber) -> None:
    """Their day begins at another moment now, and so do the windows of their parts."""
    Enrollment.objects.filter(subscription__subscriber=reader).look_again(database_now())


def _move(course: Course, move: Move, no: str) -> None:
    if not Course.objects.all().move(course.pk, move):
        raise CourseRefused(no)
    course.refresh_from_db()
