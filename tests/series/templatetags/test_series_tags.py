from datetime import timedelta

from django.utils import timezone

from series.models import SeriesPage
from series.templatetags.series_tags import current_series, latest_articles, public_parts


def published(series, *, days_ago):
    SeriesPage.objects.filter(pk=series.pk).update(first_published_at=timezone.now() - timedelta(days=days_ago))


def test_the_current_series_is_the_newest_that_readers_can_begin(world):
    published(world.pair, days_ago=9)
    published(world.sequence, days_ago=1)

    assert current_series() == world.sequence


def test_a_series_without_a_live_part_is_not_current(world):
    published(world.pair, days_ago=9)
    published(world.sequence, days_ago=1)
    for name in ("what", "signs"):
        world.parts[name].article.unpublish()

    assert current_series() == world.pair


def test_a_site_without_series_has_no_current_one(world):
    SeriesPage.objects.update(live=False)

    assert current_series() is None


def test_latest_articles_are_live_and_as_many_as_asked_for(world):
    titles = [article.title for article in latest_articles(3)]

    assert len(titles) == 3
    assert "Coming back slowly" not in titles


def test_public_parts_of_a_series(world):
    assert [part.title for part in public_parts(world.sequence)] == ["What is burnout?", "Signs"]
