from cms.core.findings import Level
from newsletter.core.preflight.sending_domain import check


def test_what_is_to_fix_in_dns_is_a_hint(a_letter):
    found = list(check(a_letter(domain_doubts=("SPF: there are two.",))))

    assert [(finding.check, finding.level, finding.words) for finding in found] == [
        ("W17", Level.HINT, "SPF: there are two.")
    ]


def test_nothing_is_said_twice(a_letter):
    assert not list(check(a_letter(domain_doubts=("SPF: there are two.",), domain_faults=("Nothing is right.",))))


def test_nothing_known_is_no_finding(a_letter):
    assert not list(check(a_letter()))
