import pytest

from newsletter.core.preflight.part_number import check


@pytest.mark.parametrize(
    ("subject", "places"),
    [
        ("Part 2: Coming back", ("Part 2 of 3",)),
        ("Coming back", ("Part 2 of 3",)),
        ("Part two: Coming back", ("Part 2",)),
        ("Part 3: Coming back", ()),
        ("Part 3: Coming back", ("What it is not",)),
        ("Part 3: Coming back", ("Part 2", "Part 3")),
    ],
)
def test_a_subject_that_counts_as_the_series_does_or_not_at_all_is_fine(a_letter, said, subject, places):
    assert said(check, a_letter(subject=subject, places=places)) == ""


def test_a_subject_that_kept_the_number_of_another_place_is_asked_about(a_letter, said):
    letter = a_letter(subject="Part 3: Coming back", places=("Part 2 of 3",))

    assert said(check, letter) == "The subject says “Part 3”, and the letter brings part 2 of its series."
    [finding] = check(letter)
    assert (finding.check, finding.field) == ("W22", "subject")
