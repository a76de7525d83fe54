from hypothesis import given, strategies as st

from cms.core.findings import Finding, Level, stops, worst_first


def _finding(level: Level, check: str = "B1") -> Finding:
    return Finding(check=check, level=level, words="Something is missing.")


def test_stops_come_before_questions_and_hints():
    found = worst_first(_finding(level) for level in (Level.HINT, Level.ASK, Level.STOP))

    assert [finding.level for finding in found] == ["stop", "ask", "hint"]


def test_inside_a_level_the_order_of_the_letter_stays():
    found = worst_first([_finding(Level.ASK, "W4"), _finding(Level.ASK, "W1")])

    assert [finding.check for finding in found] == ["W4", "W1"]


@given(st.lists(st.sampled_from(Level)))
def test_only_stops_stop(levels):
    found = stops(_finding(level) for level in levels)

    assert len(found) == levels.count(Level.STOP)
