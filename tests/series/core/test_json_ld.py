from datetime import date

from series.core.json_ld import Work, article, series

PART = Work(title="Signs", url="https://x.example/signs/", authors=(("Mara", "https://x.example/mara/"),))
WHOLE = Work(title="The Long Year", url="https://x.example/long/")


def test_an_article_tells_the_series_it_stands_in_and_its_position():
    told = article(PART, places=[(WHOLE, 2)])

    assert (told["@type"], told["position"]) == ("Article", 2)
    assert told["isPartOf"] == [
        {"@type": "CreativeWorkSeries", "name": "The Long Year", "url": WHOLE.url, "inLanguage": "en"}
    ]


def test_an_article_that_stands_alone_is_part_of_nothing():
    assert {"isPartOf", "position"}.isdisjoint(article(PART))


def test_a_series_lists_its_parts_with_their_positions():
    told = series(WHOLE, parts=[(PART, 1)])

    assert told["hasPart"] == [{"@type": "Article", "headline": "Signs", "url": PART.url, "position": 1}]


def test_dates_are_written_as_days_and_empty_things_are_left_out():
    told = article(Work(title="T", url="u", published=date(2026, 6, 1)))

    assert told["datePublished"] == "2026-06-01"
    assert {"image", "description", "author", "dateModified"}.isdisjoint(told)
