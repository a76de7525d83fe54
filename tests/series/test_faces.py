from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from cms.core.letter import LetterContext
from cms.theme import site_theme
from series.faces import article_runs, article_text, ending_runs, ending_text
from series.models.places import places_of

BASE = "http://testserver/"


@pytest.fixture
def letter():
    return LetterContext(theme=site_theme(), base_url=BASE)


@pytest.fixture
def place(world, plan):
    plan(world.parts["back"])
    (found,) = places_of([world.parts["signs"].article], now=timezone.now())[world.parts["signs"].article_id]
    return found.in_letter(zone=ZoneInfo("UTC"))


def text(world, letter, **given):
    return article_text(world.parts["signs"].article, letter=letter, **{"shown": "whole", **given})


def test_a_part_opens_with_its_place_and_its_title(world, letter, place):
    lines = text(world, letter, place=place).splitlines()

    assert lines[:4] == ["After the Long Year, Part 2 of 3", "", "Signs", "====="]


def test_it_ends_with_what_comes_next_and_when_and_the_way_back(world, letter, place, soon):
    end = ending_text(place, letter=letter)

    assert f"Still to come: Part 3: Coming back slowly, on {soon:%A} {soon.day} {soon:%B}." in end
    assert "Before this: “What is burnout?”:\nhttp://testserver/articles/what-is-burnout/" in end
    assert "http://testserver/series/after-the-long-year/" in end
    assert "coming-back-slowly" not in end


def test_the_content_note_is_the_first_visible_line(world, letter, place):
    article = world.add_article("Hard", content_note_text="A parent leaves.", content_notes=["abuse"])

    assert article_text(article, letter=letter, shown="whole", place=place).splitlines()[0] == "A parent leaves."


@pytest.mark.parametrize("shown", ["excerpt", "teaser"])
def test_the_beginning_leads_to_the_rest(world, letter, shown):
    assert text(world, letter, shown=shown).endswith("Continue reading: http://testserver/articles/signs/")


def test_a_teaser_shows_the_teaser_and_none_of_the_blocks(world, letter):
    found = text(world, letter, shown="teaser")

    assert "A teaser of Signs" in found
    assert "Words about Signs." not in found


def test_runs_hold_no_word_of_the_author(world, letter, place):
    article = world.parts["signs"].article

    runs = (*article_runs(article, letter=letter, shown="whole", place=place), *ending_runs(place, letter=letter))
    skeleton = "".join(part for run in runs for part in run.parts)

    assert not any(words in skeleton for words in ("Signs", "Words about", "Long Year", "Coming back"))
    assert {"mj-section", "mj-table"}.isdisjoint(skeleton.replace("<", " ").split())


def test_every_link_of_a_letter_is_in_its_table(world, letter, place):
    article_runs(world.parts["signs"].article, letter=letter, shown="excerpt", place=place)
    ending_runs(place, letter=letter)

    assert {link.target for link in letter.links.links} == {
        "http://testserver/articles/signs/",
        "http://testserver/articles/what-is-burnout/",
        "http://testserver/series/after-the-long-year/",
    }


def test_web_only_blocks_take_no_room_of_the_beginning(world, letter):
    on_the_web = [{"type": "text", "value": {"body": f"<p>Web {n}.</p>", "shown_in": "web"}} for n in range(4)]
    in_letters = [{"type": "text", "value": {"body": f"<p>Letter {n}.</p>"}} for n in range(5)]
    article = world.add_article("Mixed", blocks=on_the_web + in_letters)
    found = article_text(article, letter=letter, shown="excerpt")

    assert "Web 0." not in found
    assert [f"Letter {n}." in found for n in range(5)] == [True, True, True, True, False]


def test_a_link_inside_the_article_leads_to_its_page_on_the_web(world, letter):
    articles = [world.add_article(title, words='See <a href="#signs">the signs</a>.') for title in ("One", "Two")]
    for article in articles:
        article_runs(article, letter=letter, shown="whole")
    texts = [article_text(article, letter=letter, shown="whole") for article in articles]

    assert [link.target for link in letter.links.links] == [
        "http://testserver/articles/one/#signs",
        "http://testserver/articles/two/#signs",
    ]
    assert all("See the signs" in text for text in texts)
    assert "http://testserver/articles/two/#signs" in letter.notes.lines()


def test_a_letter_of_a_planned_article_may_lead_inside_it(world, letter, plan):
    article = world.add_article("Planned", live=False, words='See <a href="#signs">the signs</a>.')
    article_runs(article, letter=letter, shown="whole")

    assert [(link.target, link.reachable) for link in letter.links.links] == [
        ("http://testserver/articles/planned/#signs", True)
    ]
