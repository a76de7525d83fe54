"""Rules that several tests use, and a strategy that makes many of them."""

from datetime import date

from hypothesis import strategies as st

GERMAN = {"field": "language", "op": "in", "value": ["de"]}

SETS = st.sampled_from(["any_of", "all_of", "none_of"])
MOMENTS = ("joined", "confirmed")
SPAN = (date(2025, 1, 1), date(2026, 12, 31))


def nested(levels: int) -> dict:
    """A rule of so many levels."""
    return GERMAN if levels == 1 else {"not": nested(levels - 1)}


def conditions(ids: dict[str, list]):
    """Any condition; `ids` are the values that rows may be asked for, by field."""
    words = {"language": ["en", "de", "fr"], "zone": ["UTC", "Europe/Lisbon"], "source": ["form", "staff"]}
    return st.one_of(
        *(_condition(name, st.sampled_from(["in", "not_in"]), _some(values)) for name, values in words.items()),
        _condition("state", st.sampled_from(["in", "not_in"]), _some(["active", "paused"])),
        *(_condition(name, st.sampled_from(["since", "before"]), st.dates(*SPAN).map(str)) for name in MOMENTS),
        *(
            _condition(name, st.sampled_from(["in_last_days", "not_in_last_days"]), st.integers(1, 900))
            for name in MOMENTS
        ),
        *(_condition(name, SETS, _some(values)) for name, values in ids.items()),
        _condition("last_issues", SETS, st.integers(1, 3)),
        *_of_attributes(),
    )


def _of_attributes():
    """Conditions on the attributes of `ATTRIBUTES`; an attribute may hold what was not asked for."""
    inside, times = st.sampled_from(["in", "not_in"]), st.sampled_from(["since", "before"])
    counted = st.sampled_from(["in_last_days", "not_in_last_days"])
    numbers = st.integers(-5, 45) | st.floats(-5, 45, allow_nan=False)
    asked = {
        "text_attribute": [(inside, _some(["Lisbon", "Porto", "yes", "38", "true"]))],
        "yes_no_attribute": [(inside, _some(["yes", "no"]))],
        "number_attribute": [(st.sampled_from(["at_least", "at_most"]), numbers)],
        "date_attribute": [(times, st.dates(*SPAN).map(str)), (counted, st.integers(1, 900))],
    }
    for field, ways in asked.items():
        for operators, values in ways:
            yield _condition(field, operators, values, of=st.sampled_from([*ATTRIBUTES, "2024", "nobody-has-it"]))


ATTRIBUTES = {
    "city": ["Lisbon", "Porto", True, 38],
    "size": [38, 41.5, -2, "38", "a lot", False],
    "vegan": [True, False, 1, 0, "true", "yes"],
    "since": ["2026-01-05", "2026-11-29", "2027-03-01", "soon", "2026-01-05 ", 20260105, "２０２６-01-05"],
    "2024": ["Lisbon", 4],
}
"""What readers of the tests hold, of the right kind and of others; some hold nothing."""


def nodes(ids: dict[str, list]):
    """Any tree of at most three levels."""
    one = conditions(ids)
    for _ in range(2):
        many = st.lists(one, min_size=1, max_size=3)
        one = one | st.builds(lambda found: {"all": found}, many) | st.builds(lambda found: {"any": found}, many)
        one = one | one.map(lambda found: {"not": found})
    return one.filter(lambda node: _depth(node) <= 5)


def _depth(node: dict) -> int:
    inner = node.get("all") or node.get("any") or ([node["not"]] if "not" in node else [])
    return 1 + max(map(_depth, inner), default=0)


def _some(values: list):
    return st.lists(st.sampled_from(values), min_size=1, max_size=3, unique=True)


def _condition(name: str, operators, values, **more):
    return st.fixed_dictionaries({"field": st.just(name), "op": operators, "value": values, **more})
