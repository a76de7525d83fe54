from datetime import timedelta

import pytest

from newsletter.core.mailed_links import LIFE
from newsletter.core.purposes import SECOND_CHANCE
from newsletter.core.retention import RETENTION, Kept, Period, Unit, english, kept_for

FOR_GOOD = {Kept.SUPPRESSION, Kept.DEPARTURE}


def test_every_kind_has_its_row_with_words_that_end_well():
    assert set(RETENTION) == set(Kept)
    for row in RETENTION.values():
        assert row.what
        assert not row.what.endswith(".")
        assert row.why.endswith(".")


def test_only_what_protects_those_who_left_is_kept_for_good():
    assert {kind for kind, row in RETENTION.items() if row.period is None} == FOR_GOOD


@pytest.mark.parametrize("kind", sorted(FOR_GOOD))
def test_what_is_kept_for_good_has_no_age_at_which_it_may_be_cleared(kind):
    with pytest.raises(ValueError, match="for good"):
        kept_for(kind)


def test_a_period_is_never_shorter_than_any_calendar_makes_it():
    assert Period(24, Unit.HOUR).length == Period(1, Unit.DAY).length == timedelta(days=1)
    assert Period(13, Unit.MONTH).length >= timedelta(days=365 + 31)
    assert Period(3, Unit.YEAR).length >= timedelta(days=3 * 365 + 1)


def test_a_link_opens_nothing_any_more_before_it_is_forgotten():
    assert max(LIFE.values()) <= kept_for(Kept.MAILED_LINK)


def test_mails_are_counted_for_as_long_as_a_second_chance_asks_about_them():
    assert kept_for(Kept.MAIL_COUNT) >= SECOND_CHANCE


@pytest.mark.parametrize(
    ("period", "words"),
    [(Period(24, Unit.HOUR), "24 hours"), (Period(1, Unit.HOUR), "1 hour"), (None, "for good")],
)
def test_periods_are_said_as_people_say_them(period, words):
    assert english(period) == words
