import pytest

from newsletter.core.rules.notation import DEEPEST, MOST_CONDITIONS, read_rule, written_rule
from newsletter.core.rules.refusal import RuleRefused
from tests.newsletter.core.rules.rules import GERMAN, nested

WHOLE = {
    "version": 1,
    "include": {
        "all": [
            GERMAN,
            {"any": [{"field": "issues", "op": "all_of", "value": [3, 4]}, {"not": GERMAN}]},
            {"field": "joined", "op": "before", "value": "2026-06-03"},
            {"field": "last_issues", "op": "none_of", "value": 2},
            {"field": "number_attribute", "of": "size", "op": "at_least", "value": 2.5},
            {"field": "date_attribute", "of": "met", "op": "in_last_days", "value": 30},
        ]
    },
    "exclude": {"field": "parts", "op": "any_of", "value": ["6c1b5f5e-7f3c-4f60-9d49-1f0a0c5f2d11"]},
}


def test_a_rule_is_written_as_it_was_read():
    assert written_rule(read_rule(WHOLE)) == WHOLE


def test_only_a_rule_about_parts_asks_progress():
    assert read_rule(WHOLE).asks_progress
    assert not read_rule({"version": 1, "include": GERMAN}).asks_progress


@pytest.mark.parametrize(
    ("rule", "where"),
    [
        ([], "rule"),
        ({"version": 2, "include": GERMAN}, "version"),
        ({"version": True, "include": GERMAN}, "version"),
        ({"version": 1, "include": GERMAN, "where": "1=1"}, "rule"),
        ({"version": 1, "include": None, "exclude": None}, "rule"),
        ({"version": 1, "include": {"field": "email", "op": "in", "value": ["a@b.org"]}}, "include.field"),
        ({"version": 1, "include": {"field": "first_name", "op": "in", "value": ["Ada"]}}, "include.field"),
        ({"version": 1, "include": {"field": "subscriber__email", "op": "in", "value": ["x"]}}, "include.field"),
        ({"version": 1, "include": {"field": ["language"], "op": "in", "value": ["x"]}}, "include.field"),
        ({"version": 1, "include": {**GERMAN, "op": "regex"}}, "include.op"),
        ({"version": 1, "include": {**GERMAN, "op": "before"}}, "include.op"),
        ({"version": 1, "include": {**GERMAN, "extra": 1}}, "include"),
        ({"version": 1, "include": "DROP TABLE"}, "include"),
        ({"version": 1, "include": {**GERMAN, "of": "city"}}, "include.of"),
        ({"version": 1, "include": {"field": "text_attribute", "op": "in", "value": ["x"]}}, "include.of"),
        ({"version": 1, "include": {"field": "text_attribute", "of": 'a"b', "op": "in", "value": ["x"]}}, "include.of"),
        ({"version": 1, "include": {"field": "text_attribute", "of": "é", "op": "in", "value": ["x"]}}, "include.of"),
        ({"version": 1, "include": {"field": "attributes", "op": "in", "value": ["x"]}}, "include.field"),
        ({"version": 1, "include": {"all": []}}, "include.all"),
        ({"version": 1, "include": {"all": [GERMAN], "any": [GERMAN]}}, "include"),
        ({"version": 1, "exclude": {"any": [GERMAN, {"not": 7}]}}, "exclude.any[1].not"),
    ],
)
def test_what_is_no_rule_is_refused_with_its_place(rule, where):
    with pytest.raises(RuleRefused) as refused:
        read_rule(rule)

    assert refused.value.where == where
    assert refused.value.mend in str(refused.value)


@pytest.mark.parametrize(
    ("field", "op", "value"),
    [
        ("language", "in", "de"),
        ("language", "in", []),
        ("language", "in", [""]),
        ("language", "in", ["x" * 65]),
        ("language", "in", ["d\0e"]),
        ("language", "in", ["de"] * 101),
        ("state", "in", ["ended"]),
        ("joined", "since", "2026-02-30"),
        ("joined", "since", "0001-01-01"),
        ("joined", "since", 20260603),
        ("joined", "in_last_days", 0),
        ("joined", "in_last_days", 3651),
        ("joined", "in_last_days", True),
        ("tags", "any_of", ["1"]),
        ("issues", "any_of", [2**63]),
        ("last_issues", "all_of", 21),
        ("parts", "any_of", ["part one"]),
        ("parts", "any_of", [7]),
    ],
)
def test_a_value_that_does_not_fit_is_refused(field, op, value):
    with pytest.raises(RuleRefused) as refused:
        read_rule({"version": 1, "include": {"field": field, "op": op, "value": value}})

    assert refused.value.where == "include.value"


def test_a_rule_has_at_most_five_levels():
    read_rule({"version": 1, "include": nested(DEEPEST)})

    with pytest.raises(RuleRefused, match="nested too deep"):
        read_rule({"version": 1, "include": nested(DEEPEST + 1)})


def test_a_rule_has_at_most_fifty_conditions_on_both_sides_together():
    half = {"any": [GERMAN] * (MOST_CONDITIONS // 2)}
    read_rule({"version": 1, "include": half, "exclude": half})

    with pytest.raises(RuleRefused, match="at most 50 conditions"):
        read_rule({"version": 1, "include": half, "exclude": {"any": [half, GERMAN]}})
    with pytest.raises(RuleRefused, match="at most 50 conditions"):
        read_rule({"version": 1, "include": {"any": [GERMAN] * 51}})


@pytest.mark.parametrize(
    ("field", "op", "value"),
    [
        ("number_attribute", "at_least", True),
        ("number_attribute", "at_least", "3"),
        ("number_attribute", "at_least", float("nan")),
        ("number_attribute", "at_most", float("inf")),
        ("number_attribute", "at_most", 10**16),
        ("number_attribute", "in", [3]),
        ("yes_no_attribute", "in", ["perhaps"]),
        ("date_attribute", "since", 3),
        ("date_attribute", "in_last_days", "2026-06-03"),
        ("text_attribute", "at_least", "x"),
    ],
)
def test_an_attribute_is_compared_with_what_it_can_be(field, op, value):
    with pytest.raises(RuleRefused):
        read_rule({"version": 1, "include": {"field": field, "of": "size", "op": op, "value": value}})
