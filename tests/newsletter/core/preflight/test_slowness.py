import pytest

from newsletter.core.preflight.slowness import check

WHY = "the sending domain is new."


@pytest.mark.parametrize(("hours", "words"), [(13, "about 13 hours"), (96, "about 4 days")])
def test_a_letter_that_takes_long_asks_whether_that_is_meant(a_letter, hours, words):
    (finding,) = check(a_letter(hours_needed=hours, slow_because=WHY))

    assert (finding.check, finding.field) == ("W21", "send_at")
    assert words in finding.words
    assert finding.words.endswith(WHY)


def test_half_a_day_is_no_surprise(a_letter):
    assert not list(check(a_letter(hours_needed=12)))


def test_from_two_days_on_it_is_told_in_days(a_letter):
    for hours, words in ((47.4, "about 47 hours"), (48, "about 2 days")):
        (finding,) = check(a_letter(hours_needed=hours, slow_because=WHY))
        assert words in finding.words
