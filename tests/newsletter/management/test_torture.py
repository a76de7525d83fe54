"""The kill harness in its short form: the same code as `make torture`, a few blows on the database of this run."""

import pytest

from tests.newsletter.management.test_sender_ends import database_url
from tests.torture.run import Run, complaints
from tests.torture.violence import Plan

pytestmark = pytest.mark.django_db(transaction=True)


def test_senders_and_schedulers_that_are_struck_lose_nothing_and_double_nothing(cast):
    plan = Plan(every_s=(0.2, 0.6))
    figures = Run(seed="short", seconds=8, readers=120, plan=plan).torment(cast.newsletter, database_url=database_url())

    assert complaints(figures) == []
    assert figures["kills"] >= 1  # it strikes by the clock, so a busy machine sees fewer
    assert figures["messages"] > 0


def test_a_sender_that_marks_after_handing_over_is_found_guilty(cast):
    plan = Plan(every_s=(0.2, 0.4), sender="naive", to_scheduler=0, terminated=0, stopped=0)
    figures = Run(seed="naive", seconds=8, readers=120, plan=plan, mischief=2).torment(
        cast.newsletter, database_url=database_url()
    )

    assert figures["duplicates"] > 0
