import pytest
from wagtail.blocks import ListBlock, PageChooserBlock

from cms.blocks.related import RelatedBlock, articles
from tests.cms.conftest import BASE

CANDIDATES = [
    {"id": 900 + n, "slug": f"c{n}", "title": f"C{n}", "url": f"https://site.example.org/c{n}/"} for n in range(5)
]


class AnyPages(RelatedBlock):
    """As the real block, for pages of any type."""

    articles = ListBlock(PageChooserBlock(), default=[])


def value_of(*pages, auto="none"):
    return AnyPages().to_python({"articles": [page.pk for page in pages], "auto": auto})


def test_only_live_public_articles_are_shown_in_the_chosen_order(add_page):
    shown, draft, private = add_page("shown"), add_page("draft", live=False), add_page("private", private=True)
    other = add_page("other")
    found = articles(value_of(other, draft, private, shown), {"base_url": BASE})

    assert [article["slug"] for article in found] == ["other", "shown"]
    assert found[0]["url"] == "https://site.example.org/other/"


@pytest.mark.django_db
def test_nothing_fills_up_when_the_author_does_not_ask():
    assert articles(value_of(), {"related": CANDIDATES}) == []


@pytest.mark.parametrize("related", [CANDIDATES, lambda auto: [*CANDIDATES] if auto == "series" else []])
def test_candidates_fill_up_to_three_and_repeat_none(add_page, related):
    chosen = add_page("chosen")
    found = articles(value_of(chosen, auto="series"), {"related": related, "base_url": BASE})

    assert [article["slug"] for article in found] == ["chosen", "c0", "c1"]


def test_a_letter_notes_what_it_had_to_leave_out(add_page, letter):
    draft = add_page("secret-draft", live=False)
    face = AnyPages().render_email(value_of(draft), {"letter": letter})

    assert face == ""
    assert [(link.page_id, link.reachable) for link in letter.links.links] == [(draft.pk, False)]
