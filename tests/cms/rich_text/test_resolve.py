import pytest

from cms.rich_text.json import rich_json
from cms.rich_text.resolve import resolve
from tests.cms.conftest import BASE


def test_a_page_link_becomes_an_absolute_address(add_page):
    page = add_page("signs")
    resolved = resolve(f'<p>See <a linktype="page" id="{page.pk}">Signs</a></p>', base=BASE)

    assert resolved.html == '<p>See <a href="https://site.example.org/signs/">Signs</a></p>'
    assert resolved.missing == ()


@pytest.mark.parametrize("hidden", [{"live": False}, {"private": True}])
def test_a_page_that_is_not_public_keeps_its_words_and_shows_no_slug(add_page, hidden):
    page = add_page("secret-slug", **hidden)
    resolved = resolve(f'<p>See <a linktype="page" id="{page.pk}">this</a></p>', base=BASE)

    assert resolved.html == "<p>See this</p>"
    assert [(lost.label, lost.target.page_id, lost.target.reachable) for lost in resolved.missing] == [
        ("this", page.pk, False)
    ]


@pytest.mark.django_db
@pytest.mark.parametrize(
    "reference", ['linktype="page" id="999"', 'linktype="page" id="x"', 'linktype="document" id="9"']
)
def test_a_reference_to_nothing_keeps_its_words(reference):
    resolved = resolve(f"<p><a {reference}>words</a></p>", base=BASE)

    assert resolved.html == "<p>words</p>"
    assert len(resolved.missing) == 1


@pytest.mark.parametrize(
    ("href", "expected"),
    [
        ("https://example.org/?a=1&amp;copy=3", "https://example.org/?a=1&amp;copy=3"),
        ("/next/", "https://site.example.org/next/"),
        ("#step", "https://site.example.org/reading/#step"),
        ("mailto:a@example.org", "mailto:a@example.org"),
        ("tel:+441", "tel:+441"),
    ],
)
def test_addresses_stay_or_become_absolute(href, expected):
    assert f'href="{expected}"' in resolve(f'<p><a href="{href}">x</a></p>', base=BASE).html


@pytest.mark.parametrize("href", ["javascript:alert(1)", "data:text/html,x", "https://bank.example@evil.example/"])
def test_a_misleading_address_keeps_only_its_words(href):
    assert resolve(f'<p><a href="{href}">x</a></p>', base=BASE).html == "<p>x</p>"


def test_the_web_keeps_links_inside_the_page():
    assert 'href="#step"' in resolve('<p><a href="#step">x</a></p>', base=BASE, keep_anchors=True).html


def test_lists_stay_only_where_the_field_allows_them():
    source = "<p>a</p><ul><li>b</li></ul>"

    assert "<li>" in resolve(source, level="rich_list", base=BASE).html
    assert "<li>" not in resolve(source, level="rich", base=BASE).html


def test_one_paragraph_can_stand_without_its_tag():
    assert resolve("<p>a</p>", base=BASE).unwrapped == "a"
    assert resolve("<p>a</p><p>b</p>", base=BASE).unwrapped == "<p>a</p><p>b</p>"


def test_empty_paragraphs_are_left_out_and_nothing_is_null_in_json():
    assert rich_json('<p data-block-key="x"></p>', base=BASE) is None
    assert rich_json("<p>a</p><p></p>", base=BASE) == {"html": "<p>a</p>", "text": "a"}


def test_an_address_remembers_its_page(add_page):
    page = add_page("signs")
    found = resolve(f'<p><a linktype="page" id="{page.pk}">Signs</a>, <a href="https://a.example">b</a></p>', base=BASE)

    assert found.pages == {"https://site.example.org/signs/": page.pk}


def test_a_link_is_looked_up_again_each_time_since_its_page_may_be_withdrawn(add_page):
    page = add_page("signs")
    words = f'<p>See <a linktype="page" id="{page.pk}">Signs</a></p>'
    before = resolve(words, base=BASE)
    page.unpublish()

    assert "signs/" in before.html
    assert resolve(words, base=BASE).html == "<p>See Signs</p>"


@pytest.mark.parametrize(
    ("html", "inline"),
    [
        ("<p>one</p>", "one"),
        ("<p>one</p><p>two</p>", "<p>one</p><p>two</p>"),
        ("<p>one<br>two</p>", "one<br>two"),
        ("<p>one</p> loose", "<p>one</p> loose"),
        ("loose", "loose"),
        ("", ""),
    ],
)
def test_only_a_paragraph_that_stands_alone_is_taken_off(html, inline):
    assert resolve(html, base=BASE).unwrapped == inline


def test_a_text_above_1_mb_shows_nothing_and_takes_no_page_down():
    huge = f"<p>{'x' * 1_000_001}</p>"

    assert rich_json(huge, base=BASE) is None
    assert resolve(f'{huge}<a href="/x/">x</a>', base=BASE).html == ""


def test_a_text_that_only_its_escapes_make_larger_than_1_mb_is_shown_whole():
    words = "&" * 500_000

    assert resolve(f'<p>{words} <a href="https://a.example/">x</a></p>', base=BASE).text.count("&") == 500_000
