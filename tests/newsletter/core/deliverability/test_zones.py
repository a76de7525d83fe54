"""Every zone of tests/zones, served by a real name server on loopback, gets the verdict that it deserves."""

from functools import cache

import dns.resolver
import pytest

from cms.remote.names import Names
from newsletter.core.deliverability import IN_DNS, judged
from tests.newsletter.core.deliverability.zones import NAMES, zone
from tests.servers.names import name_server


@cache
def verdicts_of(name):
    given = zone(name)
    with name_server(given.text) as served, pytest.MonkeyPatch.context() as patched:
        resolver = served.resolver()
        resolver.port = 1 if given.is_offline else resolver.port
        patched.setattr(dns.resolver, "default_resolver", resolver)
        found = judged(given.facts, answer=Names(timeout_s=1.0).answer)
    return [each for each in found if each.check in {"domain", *IN_DNS}]


@pytest.mark.parametrize("name", NAMES)
def test_a_zone_gets_the_verdict_that_it_deserves(name):
    given = zone(name)

    found = verdicts_of(name)

    for check, says, words in given.verdicts:
        assert [
            each for each in found if (each.check, each.verdict.says) == (check, says) and words in each.verdict.words
        ]
    named = {check for check, _, _ in given.verdicts}
    others = [each for each in found if each.check not in named]
    assert [(each.check, each.verdict.words) for each in others if each.verdict.says != "good"] == []


@pytest.mark.parametrize("name", [name for name in NAMES if zone(name).publish])
def test_what_is_to_be_published_is_told_word_for_word(name):
    given = zone(name)

    found = verdicts_of(name)

    told = {(each.check, record.value) for each in found for record in each.verdict.publish}
    assert [(check, text) for check, text in given.publish if not any(c == check and text in t for c, t in told)] == []


@pytest.mark.parametrize("name", NAMES)
def test_hints_are_given_where_they_help_and_nowhere_else(name):
    given = zone(name)

    good = [each for each in verdicts_of(name) if each.verdict.says == "good"]

    hinted = {(each.check, hint) for each in good for hint in each.verdict.hints}
    for check, words in given.hints:
        assert [hint for known, hint in hinted if known == check and words in hint]
    assert {check for check, _ in hinted} == {check for check, _ in given.hints}


def test_there_are_enough_zones_and_of_every_kind():
    kinds = {name.partition("-")[0] for name in NAMES}

    assert len(NAMES) >= 30
    assert {"good", "spf", "dkim", "dmarc", "reverse", "mx", "offline"} <= kinds
