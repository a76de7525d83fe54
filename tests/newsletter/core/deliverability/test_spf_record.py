from ipaddress import ip_network

import pytest

from newsletter.core.deliverability.spf_record import SpfBroken, is_spf, read


def test_only_this_version_counts_as_spf():
    assert is_spf("v=spf1")
    assert is_spf("V=SPF1 -all")
    assert not is_spf("v=spf10 -all")
    assert not is_spf("v=spf1-all")


def test_a_record_is_read_term_by_term():
    record = read("v=spf1 a/24//64 mx:mail.example.org ip6:2001:db8::/32 ?include:_spf.example.net ~all")

    assert [term.name for term in record.terms] == ["a", "mx", "ip6", "include", "all"]
    assert (record.terms[0].domain, record.terms[0].prefix4, record.terms[0].prefix6) == ("", 24, 64)
    assert record.terms[1].domain == "mail.example.org"
    assert record.terms[2].network == ip_network("2001:db8::/32")
    assert record.terms[3].qualifier == "?"
    assert record.rest == "~"


def test_what_stands_behind_all_is_never_read():
    record = read("v=spf1 -all include:late.example.net redirect=late.example.net")

    assert [term.name for term in record.terms] == ["all"]
    assert record.redirect == ""


def test_a_redirect_counts_where_there_is_no_all():
    assert read("v=spf1 redirect=_spf.example.net exp=why.example.net x-unknown=1").redirect == "_spf.example.net"


@pytest.mark.parametrize(
    "term",
    [
        *("include", "include:", "exists", "ip4:", "ip4:2001:db8::1", "ip6:192.0.2.1", "a:/24"),
        *(
            "a/33",
            "mx//129",
            "all:example.org",
            "ip4:192.0.2.0/33",
            "-",
            "&all",
            "redirect=a redirect=b",
            "-redirect=a",
        ),
    ],
)
def test_an_odd_term_breaks_the_record_and_is_named(term):
    with pytest.raises(SpfBroken, match=r"“.+”"):
        read(f"v=spf1 {term} -all")
