"""The examples of RFC 7208 7.4, word for word."""

import pytest

from newsletter.core.deliverability.spf_macros import Letter, expanded, has_macros
from newsletter.core.deliverability.spf_record import SpfBroken

FOUR = Letter(address="192.0.2.3", local="strong-bad", domain="email.example.com")
SIX = Letter(address="2001:db8::cb01", local="strong-bad", domain="email.example.com")


@pytest.mark.parametrize(
    ("name", "whole"),
    [
        ("%{s}", "strong-bad@email.example.com"),
        ("%{o}", "email.example.com"),
        ("%{d}", "email.example.com"),
        ("%{d4}", "email.example.com"),
        ("%{d3}", "email.example.com"),
        ("%{d2}", "example.com"),
        ("%{d1}", "com"),
        ("%{dr}", "com.example.email"),
        ("%{d2r}", "example.email"),
        ("%{l}", "strong-bad"),
        ("%{l-}", "strong.bad"),
        ("%{lr}", "strong-bad"),
        ("%{lr-}", "bad.strong"),
        ("%{l1r-}", "strong"),
        ("%{ir}.%{v}._spf.%{d2}", "3.2.0.192.in-addr._spf.example.com"),
        ("%{lr-}.lp._spf.%{d2}", "bad.strong.lp._spf.example.com"),
        ("%{d2}.trusted-domains.example.net", "example.com.trusted-domains.example.net"),
        ("100%%%_%-", "100% %20"),
    ],
)
def test_a_macro_is_filled_as_the_standard_says(name, whole):
    assert expanded(name, letter=FOUR, domain="email.example.com") == whole


def test_an_ipv6_address_is_written_nibble_by_nibble():
    found = expanded("%{ir}.%{v}._spf.%{d2}", letter=SIX, domain="email.example.com")

    assert found == "1.0.b.c.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.8.b.d.0.1.0.0.2.ip6._spf.example.com"


def test_a_name_that_becomes_too_long_loses_its_left_side():
    letter = Letter(address="192.0.2.3", local=".".join(["label"] * 60), domain="example.com")

    found = expanded("%{l}.example.com", letter=letter, domain="example.com")

    assert len(found) <= 253
    assert found.endswith(".label.example.com")


@pytest.mark.parametrize("name", ["%{x}", "%{d", "%d", "half%", "%{d0r!}"])
def test_a_macro_that_does_not_exist_breaks_the_record(name):
    with pytest.raises(SpfBroken):
        expanded(name, letter=FOUR, domain="example.com")


def test_macros_are_told_from_plain_names():
    assert has_macros("%{i}.example.net")
    assert not has_macros("_spf.example.net")
