import pytest

from newsletter.core.deliverability import Judged
from newsletter.core.deliverability.proof import doubts, faults
from newsletter.core.deliverability.verdicts import Says, Verdict


def known(**said):
    subjects = {"spf": "bounce.news.example.org", "dkim": "s1._domainkey.example.org", "dmarc": "example.org"}
    return [
        Judged(check=check, subject=subjects[check], verdict=Verdict(says=Says(says), words=f"{check} is so."))
        for check, says in said.items()
    ]


@pytest.mark.parametrize(
    ("said", "stops"),
    [
        ({"spf": "fix", "dkim": "fix", "dmarc": "fix"}, True),
        ({"spf": "fix", "dkim": "not_checked", "dmarc": "fix"}, True),
        ({"spf": "fix", "dkim": "good", "dmarc": "fix"}, False),
        ({"spf": "good", "dkim": "fix", "dmarc": "fix"}, False),
        ({"spf": "fix", "dkim": "fix", "dmarc": "good"}, False),
        ({"spf": "not_checked", "dkim": "not_checked", "dmarc": "not_checked"}, False),
        ({"spf": "not_checked", "dkim": "not_checked", "dmarc": "fix"}, False),
        ({}, False),
    ],
)
def test_a_letter_stops_only_where_nothing_proves_that_it_is_ours(said, stops):
    assert bool(faults(known(**said), from_domain="example.org")) is stops


def test_each_thing_to_fix_is_one_sentence():
    found = doubts(known(spf="fix", dkim="good", dmarc="fix"), from_domain="example.org")

    assert found == ("SPF: spf is so.", "DMARC: dmarc is so.")


def test_another_sender_s_domain_is_not_ours():
    assert doubts(known(dmarc="fix"), from_domain="example.com") == ()
    assert faults(known(spf="fix", dmarc="fix"), from_domain="example.com") == ()
