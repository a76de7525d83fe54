import re
from dataclasses import replace
from datetime import UTC, datetime
from email import message_from_bytes, policy

import pytest
from django.conf import settings
from wagtail.models import Site

from cms.models import SiteIdentity, SupportLine
from newsletter.core.merge_fields import FIELDS, HTML, TEXT, fill
from newsletter.core.preflight.markup import read
from newsletter.core.trial import LONG
from newsletter.core.wire import precompile, values_for
from newsletter.pipeline.compile import FACES, compile_issue
from newsletter.pipeline.compose import compose_issue
from tests.newsletter.core.specimens import ADA

NOW = datetime(2026, 6, 1, 8, 0, tzinfo=UTC)
BASE = "https://site.example.org"
MARKER = 'q"<b>&\u00a0हिन्दी 👩\u200d👩 ]]> zq00001qz'


def compiled(world, *items, **fields):
    content = compose_issue(world.add_issue(*items, **fields), now=NOW)
    return compile_issue(content, newsletter=world.newsletter, base_url=BASE).letter


def part(world, name):
    return "part", {"part": str(world.parts[name].uuid), "mode": "whole"}


def hello(words="Hello [[first_name|friend]]."):
    return "greeting", {"body": f"<p>{words}</p>"}


@pytest.fixture
def letter(world):
    return compiled(world, hello(), part(world, "signs"), ("note", {"title": "", "body": "<p>Bye.</p>"}))


def test_the_letter_can_be_left_paused_and_read_elsewhere_in_both_halves(letter):
    links = {anchor.href: anchor.words for anchor in read(letter.html).anchors}

    assert links["[[unsubscribe_url]]"] == "Unsubscribe"
    assert links["[[preferences_url]]"] == "Pause, or change what you get"
    assert links["[[view_url]]"] == "Read it on the web"
    assert all(field in letter.text for field in ("[[unsubscribe_url]]", "[[preferences_url]]", "[[view_url]]"))


def test_who_writes_and_why_stands_in_both_halves(letter):
    for half in (read(letter.html).words, letter.text):
        assert "Small Hours, 1 Quiet Lane, 1100-001 Lisbon" in half
        assert "You get this because you asked for Slow Letters at [[address_hint]]" in half.replace("\n", " ")


def test_a_single_article_gives_the_letter_its_h1(letter):
    assert re.findall(r"<h1[^>]*>([^<]*)</h1>", letter.html) == ["Signs"]


def test_several_articles_stand_under_the_subject(world):
    letter = compiled(world, part(world, "is"), part(world, "is_not"), subject="An apology")

    assert re.findall(r"<h([12])[^>]*>([^<]*)</h", letter.html)[:3] == [
        ("1", "An apology"),
        ("2", "What an apology is"),
        ("2", "What an apology is not"),
    ]
    assert letter.text.index("An apology\n==========") < letter.text.index("What an apology is not\n---")


def test_an_articles_own_headings_stand_below_its_title(world):
    headings = [{"type": "heading", "value": {"text": "Own", "level": level}} for level in ("2", "3")]
    one, two = (world.add_article(title, blocks=headings) for title in ("One", "Two"))
    items = [("article", {"article": page.pk, "mode": "whole"}) for page in (one, two)]

    alone, together = compiled(world, items[0]), compiled(world, *items, subject="Both")

    assert re.findall(r"<h([1-6])[^>]*>([^<]*)</h", alone.html) == [("1", "One"), ("2", "Own"), ("3", "Own")]
    below = [("3", "Own"), ("3", "Own")]
    assert re.findall(r"<h([1-6])[^>]*>([^<]*)</h", together.html) == [
        ("1", "Both"),
        ("2", "One"),
        *below,
        ("2", "Two"),
        *below,
    ]


@pytest.mark.parametrize(("first_name", "expected"), [("Mara", "Three walks, Mara"), ("", "Three walks, friend")])
def test_the_first_heading_says_to_each_reader_what_the_subject_says(world, first_name, expected):
    letter = compiled(world, part(world, "is"), part(world, "is_not"), subject="Three walks, [[first_name|friend]]")
    message = arrived(letter, replace(ADA, first_name=first_name), newsletter=world.newsletter)
    text, html = (message.get_body((kind,)).get_content() for kind in ("plain", "html"))

    assert message["Subject"] == expected
    assert f"\r\n{expected}\r\n===" in text
    assert re.findall(r"<h1[^>]*>([^<]*)</h1>", html) == [expected]
    assert "<title>Three walks, friend</title>" in html


def test_a_heading_with_a_name_is_underlined_as_wide_as_most_will_read_it(world):
    letter = compiled(world, part(world, "is"), part(world, "is_not"), subject="Three walks, [[first_name|friend]]")

    assert f"Three walks, [[first_name|friend]]\n{'=' * len('Three walks, friend')}\n" in letter.text


def test_a_part_opens_with_its_place(letter):
    assert "After the Long Year, Part 2 of 3" in read(letter.html).words
    assert "After the Long Year, Part 2 of 3\n\nSigns\n=====" in letter.text


def test_a_thin_rule_stands_between_items_and_nowhere_else(letter):
    assert letter.html.count('class="rule"') == 2


def test_the_letter_says_its_language_and_direction(world):
    world.newsletter.language = "ar"
    world.newsletter.save()

    markup = read(compiled(world, hello()).html)

    assert (markup.root["lang"], markup.root["dir"]) == ("ar", "rtl")


def test_no_word_of_an_author_is_changed_or_escapes(world):
    world.add_article("x")
    letter = compiled(world, hello("Plain."), ("note", {"title": MARKER, "body": "<p>x</p>"}), subject=MARKER)

    assert f"<title>{_escaped(MARKER)}</title>" in letter.html
    assert letter.html.count(_escaped(MARKER)) >= 3
    assert "<b>" not in letter.html


def test_the_newsletters_own_look_reaches_the_letter(world):
    world.newsletter.accent, world.newsletter.font = "#7a2f4b", "verdana"
    world.newsletter.save()

    letter = compiled(world, hello('<a href="https://example.org/">A link</a>'))

    assert "#7a2f4b" in letter.html
    assert "Verdana" in letter.html


def test_nothing_is_loaded_from_anywhere_else(letter):
    assert "googleapis" not in letter.html
    assert "@import" not in letter.html
    assert "<link" not in letter.html
    assert "mailjet" not in letter.html


def test_every_link_of_the_html_stands_in_the_text(world):
    words = '<a href="https://example.org/a?b=1&amp;copy=3">One</a> and <a href="https://example.org/ä">two</a>'
    letter = compiled(world, hello(words), part(world, "signs"))

    missing = [anchor.href for anchor in read(letter.html).anchors if anchor.href not in letter.text]
    assert missing == []


def test_lines_of_the_text_fit_but_for_addresses(world):
    letter = compiled(world, hello("word " * 200), part(world, "signs"))

    assert [line for line in letter.text.splitlines() if len(line) > 72 and "http" not in line] == []


def test_the_letter_fills_for_the_longest_reader(letter, world):
    values = values_for(LONG, facts=world.newsletter.sender_facts(base_url=BASE, sending_domain="example.org"))
    html, text = fill(letter.html, values, escape=HTML), fill(letter.text, values, escape=TEXT)

    assert "&lt;&amp;&quot;&#x27;&gt;" in html
    assert LONG.first_name in text
    assert "[[" not in html + text


def test_the_same_content_gives_the_same_bytes(world):
    issue = world.add_issue(hello(), part(world, "signs"))
    content = compose_issue(issue, now=NOW)

    once, again = (compile_issue(content, newsletter=world.newsletter, base_url=BASE).letter for _ in range(2))

    assert once == again


def test_golden_issue(letter, golden):
    golden.check("issues/part/email.html", letter.html)
    golden.check("issues/part/text.txt", letter.text)


def test_golden_issue_of_two_sides(world, golden):
    article = world.parts["what"].article
    letter = compiled(
        world,
        hello(),
        part(world, "is"),
        part(world, "is_not"),
        ("article", {"article": article.pk, "mode": "teaser"}),
        (
            "action",
            {"title": "One line", "body": "<p>Is enough.</p>", "label": "Answer", "target": {"mail": "m@example.org"}},
        ),
        subject="An apology, [[first_name|friend]], and what it is not",
    )

    golden.check("issues/two_sides/email.html", letter.html)
    golden.check("issues/two_sides/text.txt", letter.text)


def arrived(letter, recipient, *, newsletter):
    """The letter as it lies in the recipient's inbox."""
    facts = newsletter.sender_facts(base_url=BASE, sending_domain="example.org")
    wire = precompile(replace(letter, boundary=f"=_{'0' * 32}"), facts=facts)
    return message_from_bytes(wire.message(recipient).data, policy=policy.default)


def _escaped(words):
    import html

    return html.escape(words, quote=True)


def test_support_lines_and_disclaimer_stand_where_the_subject_asks(world):
    SiteIdentity.objects.create(
        site=Site.objects.get(), name="Small Hours", countries="GB", disclaimer="This text is for reflection."
    )
    SupportLine.objects.create(country="GB", name="A quiet line", phone="+44 20 7946 0018", hours="Day and night")
    article = world.add_article("A hard week", support="always")
    letter = compiled(world, ("article", {"article": article.pk, "mode": "whole"}))

    for half in (read(letter.html).words, letter.text):
        assert "A quiet line" in half
        assert "This text is for reflection." in half
    assert "tel:+442079460018" in letter.html


def test_a_fallback_with_quotes_and_an_ampersand_is_escaped_once(world):
    words = '[[first_name|you & "yours"]]'
    letter = compiled(world, hello(f"Hello {words.replace('&', '&amp;')}."), preview_text=f"For {words}")
    page = fill(letter.html, dict.fromkeys(FIELDS, ""), escape=HTML)

    assert "Hello you &amp; &quot;yours&quot;." in page
    assert "For you &amp; &quot;yours&quot;" in page
    assert 'Hello you & "yours".' in fill(letter.text, dict.fromkeys(FIELDS, ""), escape=TEXT)


def test_an_issue_has_its_three_faces_in_one_folder():
    folder = settings.BASE_DIR / "templates/newsletter/issue"

    assert {"web.html", "email.mjml", "text.txt"} <= {face.name for face in folder.iterdir()}
    assert (FACES.email, FACES.text) == ("newsletter/issue/email.mjml", "newsletter/issue/text.txt")


def test_the_title_and_its_label_hold_the_fallbacks_and_no_merge_code(world):
    letter = compiled(world, hello(), subject="Three walks for you, [[first_name|friend]]")

    assert "<title>Three walks for you, friend</title>" in letter.html
    assert 'aria-label="Three walks for you, friend"' in letter.html
    assert letter.subject == "Three walks for you, [[first_name|friend]]"
