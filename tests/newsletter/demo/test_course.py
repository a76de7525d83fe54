"""The demo's course runs for real: four readers, a letter each, and the next part in four days."""

import pytest
from django.utils import timezone

from newsletter.demo.course import READERS, load_course
from newsletter.models import ConsentEvent, Delivery, Enrollment

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def shelf(transactional_db):
    from tests.world import build_world

    return build_world()


def test_four_readers_have_the_first_part_and_wait_for_the_second(shelf):
    course = load_course(shelf.newsletter, now=timezone.now())

    assert course.state == "open"
    assert Delivery.objects.filter(purpose="part").counts() == {"handed_over": len(READERS)}
    waiting = Enrollment.objects.filter(state="active", next_part=shelf.parts["signs"].uuid)
    assert waiting.filter(next_due__gt=timezone.now()).count() == len(READERS)
    assert not list(ConsentEvent.objects.faults())


def test_loading_twice_changes_nothing(shelf):
    load_course(shelf.newsletter, now=timezone.now())
    load_course(shelf.newsletter, now=timezone.now())

    assert Delivery.objects.filter(purpose="part").count() == len(READERS)


def test_without_the_series_there_is_no_course(shelf):
    shelf.sequence.delete()

    assert load_course(shelf.newsletter, now=timezone.now()) is None
