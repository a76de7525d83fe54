"""Shorthand for rooms that show articles and series; the newsletter's own links are not their matter."""

from datetime import timedelta

import pytest
from django.utils import timezone

from series.models import SeriesPart
from series.publish import publish


@pytest.fixture
def quiet(world):
    """The world, with a newsletter that no page of the site names."""
    type(world.newsletter).objects.update(archive_is_public=False)
    return world


@pytest.fixture
def soon():
    return timezone.now() + timedelta(days=4)


@pytest.fixture
def plan(soon):
    """Plans a part's article for in four days."""

    def plan_part(part: SeriesPart, *, at=None):
        publish(part.article, at=at or soon)
        part.article.refresh_from_db()
        return part

    return plan_part
