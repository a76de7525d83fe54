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
    )


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


def _condition(name: str, operators, values):
    return st.fixed_dictionaries({"field": st.just(name), "op": operators, "value": values})
