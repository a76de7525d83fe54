import pytest
from hypothesis import given, strategies as st

from series.core.titles import TitleOffer, label_to_keep, offer


@pytest.mark.parametrize(
    ("title", "number", "short_title"),
    [
        ("After the Long Year, Part 2: Coming Back", 2, "Coming Back"),
        ("After the Long Year - Part Two - Coming Back", 2, "Coming Back"),
        ("After the Long Year (Part III)", 3, "After the Long Year"),
        ("After the Long Year Pt. 1", 1, "After the Long Year"),
        ("Part 2 of 3: Coming Back", 2, "Coming Back"),
        ("PART IV \u2013 Coming Back", 4, "Coming Back"),
        ("Part twenty", 20, ""),
        ("Part xlii: Coming Back", 42, "Coming Back"),
        ("Coming Back [pt 9]", 9, "Coming Back"),
        ("Part 14. What we (still) keep", 14, "What we (still) keep"),
        ("Part seventeen, What stays", 17, "What stays"),
        ("Coming Back, Part 1/3", 1, "Coming Back"),
    ],
)
def test_a_number_in_a_title_is_offered_as_label(title, number, short_title):
    assert offer(title) == TitleOffer(number=number, label=f"Part {number}", short_title=short_title)


@pytest.mark.parametrize(
    "title",
    [
        "The hardest part of leaving",
        "Part of me",
        "The part I played",
        "Partly two",
        "Apart 2",
        "Parting ways",
        "Part mix",
        "Part iiii",
        "Part civil",
        "Taking part, one by one",
        "What forgiveness is",
        "",
    ],
)
def test_a_title_without_a_part_number_is_left_alone(title):
    assert offer(title) is None


@pytest.mark.parametrize("number", range(1, 90))
def test_roman_numbers_are_read_up_to_eighty_nine(number):
    tens, ones = divmod(number, 10)
    roman = ("", "X", "XX", "XXX", "XL", "L", "LX", "LXX", "LXXX")[tens]
    roman += ("", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX")[ones]

    assert offer(f"Part {roman}: Rest").number == number


@given(st.text(max_size=80))
def test_any_title_gets_an_offer_or_none(title):
    found = offer(title)

    assert found is None or found.label == f"Part {found.number}"


@pytest.mark.parametrize(("place", "label"), [(2, ""), (3, "Part 2"), (None, "Part 2")])
def test_a_label_is_written_down_only_where_the_series_counts_otherwise(place, label):
    assert label_to_keep(offer("Rest, Part Two"), place=place) == label
