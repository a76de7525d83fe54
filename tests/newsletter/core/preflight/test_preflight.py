from cms.core.findings import Level
from newsletter.core.preflight import CHECKS, OVERRIDABLE, findings


def test_a_good_letter_has_no_findings(a_letter):
    assert findings(a_letter()) == ()


def test_every_finding_carries_the_code_of_its_check_and_a_way_to_mend_it(a_letter):
    bad = a_letter(body='<a href="#">here</a><img src="x">{{ name }}', subject="", preview_text="", recipients=0)
    found = findings(bad)

    assert {finding.check for finding in found} == {"B2", "B4", "B6", "B7", "B8", "B11", "W3", "W7", "W9"}
    assert all(finding.mend and finding.words.endswith((".", "}")) for finding in found)


def test_stops_come_first(a_letter):
    found = findings(a_letter(subject="", preview_text=""))

    assert [finding.level for finding in found] == [Level.STOP, Level.ASK]


def test_what_may_be_overridden_is_a_check():
    assert set(CHECKS) >= OVERRIDABLE


def test_words_have_no_exclamation_marks(a_letter):
    bad = a_letter(body="<a>x</a>", subject="!!", preview_text="", html="", text="", recipients=0)

    assert not any("!" in finding.words + finding.mend for finding in findings(bad))
