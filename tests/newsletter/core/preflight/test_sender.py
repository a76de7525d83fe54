from newsletter.core.preflight.sender import check


def test_a_good_sender_passes(a_letter):
    assert not list(check(a_letter(reply_to="answers@example.org")))


def test_a_sender_without_name_or_address_stops_the_letter(a_letter):
    found = list(check(a_letter(from_name=" ", from_email="", reply_to="mara@")))

    assert [(finding.check, finding.level, finding.field) for finding in found] == [
        ("B1", "stop", "from_name"),
        ("B1", "stop", "from_email"),
        ("B1", "stop", "reply_to"),
    ]


def test_what_dns_lacks_stops_it_in_its_own_words(a_letter, said):
    assert "DKIM is missing." in said(check, a_letter(domain_faults=("DKIM is missing.",)))
