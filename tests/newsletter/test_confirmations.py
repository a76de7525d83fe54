"""A mail that asks for a yes leaves only while the yes is still to be given, however long it waited in the queue."""

from datetime import time, timedelta

import pytest
from django.db.models import F

from cms.clock import Now
from newsletter.core.sign_up import SignUp
from newsletter.courses.deeds import open_course
from newsletter.models import Addressee, Course, Delivery, Enrollment, MailBudget, MailedLink, Newsletter
from newsletter.send import deliver
from newsletter.sign_up import ask, confirm
from newsletter.sign_up_hearing import hear_sign_ups, remind
from newsletter.subscriptions import leave
from newsletter.transports.memory import MemoryTransport

WORDING = "Send me these letters."
LEFT, CONFIRMED, ERASED = ("handed_over", ""), ("cancelled", "already_confirmed"), ("cancelled", "erased")


@pytest.fixture
def course(world):
    row = Course.objects.create(series=world.sequence, newsletter=world.newsletter, opens=time(0), closes=time(0))
    open_course(row)
    return row


def sign_up(*targets):
    """Wilma asks for these; the link that leaves for her."""
    newsletters = tuple(target.pk for target in targets if isinstance(target, Newsletter))
    courses = tuple(target.pk for target in targets if isinstance(target, Course))
    asked = {"newsletters": newsletters, "courses": courses, "wording": WORDING, "form": "/join/", "method": "page"}
    MailBudget.objects.all().delete()  # each of them comes on another day
    ask(SignUp(email="wilma@example.com", **asked))
    hear_sign_ups()
    return MailedLink.objects.select_related("subscriber").latest("pk")


def ends():
    """What became of the messages, in the order in which they were queued, once a sender has looked."""
    deliver(transport=MemoryTransport(), run="a", limit=10)
    return list(Delivery.objects.order_by("pk").values_list("state", "reason"))


def test_an_open_question_leaves(world):
    sign_up(world.newsletter)

    assert ends() == [LEFT]


def test_once_its_link_was_used_it_does_not_leave(world):
    confirm(sign_up(world.newsletter))

    assert ends() == [CONFIRMED]


def test_once_its_link_opens_nothing_it_does_not_leave(world):
    MailedLink.objects.filter(pk=sign_up(world.newsletter).pk).update(expires_at=Now())

    assert ends() == [CONFIRMED]


def test_of_two_questions_for_the_same_the_second_does_not_leave_once_the_first_was_answered(world):
    first = sign_up(world.newsletter)
    sign_up(world.newsletter)
    confirm(first)

    assert ends() == [CONFIRMED, CONFIRMED]


def test_a_question_for_something_more_still_leaves(world, course):
    first = sign_up(world.newsletter)
    sign_up(world.newsletter, course)
    confirm(first)

    assert ends() == [CONFIRMED, LEFT]


def test_a_series_is_not_asked_for_once_the_reader_is_in_it(course):
    first = sign_up(course)
    sign_up(course)
    confirm(first)

    assert ends() == [CONFIRMED, CONFIRMED]


def test_who_came_out_of_a_course_that_was_closed_may_ask_anew(course):
    confirm(sign_up(course))
    Enrollment.objects.update(state="exited", ended_at=Now(), next_due=None)
    sign_up(course)

    assert ends() == [CONFIRMED, LEFT]


def test_who_left_and_asks_anew_is_asked(world):
    (row,) = confirm(sign_up(world.newsletter))
    leave(row.pk, method="page")
    sign_up(world.newsletter)

    assert ends() == [CONFIRMED, LEFT]


def test_a_reminder_does_not_leave_after_the_answer(world):
    link = sign_up(world.newsletter)
    assert ends() == [LEFT]
    past = timedelta(days=2)
    MailedLink.objects.update(created_at=F("created_at") - past)
    MailBudget.objects.all().delete()
    assert remind() == 1

    confirm(link)
    assert ends() == [LEFT, CONFIRMED]


class Meanwhile(MemoryTransport):
    """Something happens when the message is at the gate."""

    def __init__(self, happening):
        super().__init__()
        self.happening = happening

    def offer(self, messages, *, mark):
        yield from super().offer(messages, mark=lambda waiting: self.happening() or mark(waiting))


def test_an_answer_between_the_claim_and_the_mark_stops_the_dot(world):
    link = sign_up(world.newsletter)

    transport = Meanwhile(lambda: confirm(link) and None)
    deliver(transport=transport, run="a", limit=10)

    assert transport.kept == []
    assert ends() == [CONFIRMED]


def test_who_is_forgotten_between_the_claim_and_the_mark_is_asked_nothing(world):
    sign_up(world.newsletter)

    transport = Meanwhile(lambda: Addressee.objects.all().delete() and None)
    deliver(transport=transport, run="a", limit=10)

    assert transport.kept == []
    assert ends() == [ERASED]
