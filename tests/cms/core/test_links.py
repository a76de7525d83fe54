import pytest
from hypothesis import given, strategies as st

from cms.core.links import LinkTable, absolute, is_safe, kind_of

SAFE = [
    "https://example.org",
    "http://example.org:8000/a?b=c&copy=3#d",
    "https://bücher.example/weg",
    "https://[2001:db8::1]/",
    "mailto:help@example.org",
    "tel:+442012345",
    "HTTPS://EXAMPLE.ORG/",
    "https://example.org/" + "a" * 2_000,
]
UNSAFE = [
    "",
    "#",
    "/relative/",
    "//example.org/x",
    "javascript:alert(1)",
    "JaVaScRiPt:alert(1)",
    "java\tscript:alert(1)",
    "\x01javascript:alert(1)",
    " https://example.org",
    "https://example.org/a b",
    "data:text/html,x",
    "file:///etc/passwd",
    "vbscript:x",
    "https:",
    "https://",
    "https:///path",
    "https://bank.example@other.example/",
    "https://good.example\\@bad.example/",
    "https://example.org/\u202etxt.exe",
    "https://example.org:99999/",
    "https://[::1",
    "mailto:",
    "mailto://x",
    "tel:",
]


@pytest.mark.parametrize("url", SAFE)
def test_reader_may_be_led_to(url):
    assert is_safe(url)


@pytest.mark.parametrize("url", UNSAFE)
def test_reader_is_never_led_to(url):
    assert not is_safe(url)


@given(st.text())
def test_any_text_is_judged_without_an_error(text):
    safe = is_safe(text)

    assert not safe or text.lower().startswith(("https:", "http:", "mailto:", "tel:"))


@pytest.mark.parametrize(
    ("url", "seen"),
    [
        ("/signs/", "https://example.org/signs/"),
        ("#two", "https://example.org/series/part-1/#two"),
        ("../part-2/", "https://example.org/series/part-2/"),
        ("//cdn.example/x", "https://cdn.example/x"),
        (" https://a.example/?b=1&copy=3 ", "https://a.example/?b=1&copy=3"),
        ("https://a.example/x/../y?", "https://a.example/x/../y?"),
        ("mailto:a@example.org", "mailto:a@example.org"),
        ("//[broken", "//[broken"),
    ],
)
def test_url_as_seen_from_its_page(url, seen):
    assert absolute(url, base="https://example.org/series/part-1/") == seen


@pytest.mark.parametrize(
    ("target", "kind"), [("#a", "anchor"), ("mailto:a@b.example", "mail"), ("TEL:1", "phone"), ("https://a", "web")]
)
def test_target_shows_its_kind(target, kind):
    assert kind_of(target) == kind


def test_links_are_numbered_in_the_order_in_which_they_stand():
    table = LinkTable()
    table.add("https://a.example", label="one", kind="web", block_id="b1")
    again = table.add("https://a.example", label="two", kind="page", page_id=7, reachable=False)

    assert [link.id for link in table.links] == [1, 2]
    assert (again.page_id, again.reachable) == (7, False)
