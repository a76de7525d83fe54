from newsletter.core.preflight.audience import check


def test_a_letter_with_readers_passes(a_letter):
    assert not list(check(a_letter(recipients=1)))


def test_a_letter_to_nobody_stops(a_letter, said):
    assert "Nobody" in said(check, a_letter(recipients=0))


def test_an_issue_that_has_started_stops(a_letter, said):
    assert "already started" in said(check, a_letter(already_started=True))
