from newsletter.core.rules.fields import ATTRIBUTES, KINDS, OPERATORS, Field
from newsletter.core.rules.notation import read_rule
from newsletter.core.rules.words import rule_words
from tests.newsletter.core.rules.rules import GERMAN

VALUES = {
    "words": ["active"],
    "number": 3.5,
    "rows": [1, 2],
    "parts": ["6c1b5f5e-7f3c-4f60-9d49-1f0a0c5f2d11"],
    "count": 1,
}


def test_a_rule_says_whom_it_addresses_and_whom_it_leaves_out():
    rule = read_rule(
        {
            "version": 1,
            "include": {
                "all": [
                    {"field": "language", "op": "in", "value": ["de", "fr", "it"]},
                    {"any": [{"field": "tags", "op": "all_of", "value": [1, 2]}, {"not": GERMAN}]},
                ]
            },
            "exclude": {"field": "joined", "op": "in_last_days", "value": 1},
        }
    )
    names = {(Field.LANGUAGE, "de"): "German", (Field.TAGS, 1): "“warm”", (Field.TAGS, 2): "“slow”"}

    assert rule_words(rule, names=names) == (
        "Readers of whom this is so: language is German, “fr” or “it” and (has the tags “warm” and “slow” or "
        "not (language is German)). Left out: joined in the last 1 day."
    )


def test_a_rule_without_an_inclusion_begins_with_everybody():
    rule = read_rule({"version": 1, "exclude": GERMAN})

    assert rule_words(rule, names={}) == "All readers. Left out: language is “de”."


def test_each_field_and_operator_has_words():
    for field, kind in KINDS.items():
        for operator in OPERATORS[kind]:
            value = VALUES.get(kind) or (3 if "days" in operator else "2026-06-03")
            value = ["yes"] if field is Field.YES_NO_ATTRIBUTE else value
            named = {"of": "city"} if field in ATTRIBUTES else {}
            node = {**named, "field": field.value, "op": operator.value, "value": value}

            assert "{" not in rule_words(read_rule({"version": 1, "include": node}), names={})
