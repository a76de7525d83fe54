"""How places, parts, authors and pictures look in JSON; empty things are null, addresses absolute."""

from dataclasses import asdict
from datetime import UTC, datetime
from typing import Any

from django.conf import settings

from cms.blocks.faces import or_null
from cms.blocks.pictures import web_pictures
from cms.core.content_notes import BY_SLUG
from cms.core.links import absolute
from cms.rich_text.json import rich_json
from series.core.shown import ShownPart

Json = dict[str, Any]


def place_json(place) -> Json:
    """One place of an article in a series."""
    return {
        "slug": place.series.slug,
        "title": place.series.title,
        "kind": place.kind,
        "position": place.position,
        "of": place.of,
        "label": or_null(place.label),
        "previous": neighbor_json(place.previous),
        "next": neighbor_json(place.next),
        "counterpart": neighbor_json(place.counterpart),
    }


def neighbor_json(part: ShownPart | None) -> Json | None:
    """What stands beside: a live one with its address, an announced one with its title and time."""
    if part is None:
        return None
    if part.is_live:
        return {"slug": part.slug, "title": part.title, "url": site_url(part.url)}
    return {"title": part.title, "state": part.state, "publishes_at": instant(part.publishes_at), "url": None}


def part_json(part: ShownPart) -> Json:
    """One part inside a series."""
    return {
        "id": part.uuid,
        "position": part.position,
        "label": or_null(part.label),
        "state": part.state,
        "side": or_null(part.side_label),
        "optional": part.is_optional,
        "title": part.title,
        "short_title": or_null(part.short_title),
        "teaser": or_null(part.teaser),
        "read_minutes": part.minutes,
        "publishes_at": instant(part.publishes_at),
        "slug": or_null(part.slug),
        "url": site_url(part.url),
        "article": part.page_id,
    }


def author_json(author) -> Json:
    return {
        "id": author.pk,
        "slug": author.slug,
        "name": author.name,
        "credentials": or_null(author.credentials),
        "bio": rich_json(author.bio, base=settings.WAGTAILAPI_BASE_URL),
        "url": site_url(author.get_absolute_url()),
    }


def image_json(image, *, alt: str) -> Json | None:
    """A picture in all its sizes; without words it decorates."""
    pictures = web_pictures(image, base=settings.WAGTAILAPI_BASE_URL) if image else ()
    if not pictures:
        return None
    largest = pictures[-1]
    return {
        "src": largest.url,
        "alt": alt,
        "decorative": not alt,
        "width": largest.width,
        "height": largest.height,
        "renditions": [{**asdict(picture), "format": picture.format} for picture in pictures],
    }


def note_json(slugs: list[str], *, text: str = "") -> Json:
    named = [{"slug": slug, "title": BY_SLUG[slug].title} for slug in slugs if slug in BY_SLUG]
    return {"topics": named, "text": or_null(text)}


def support_json(line) -> Json:
    """A helpline; numbers are data, so that clients can call them."""
    named = {name: or_null(getattr(line, name)) for name in ("name", "phone", "text", "url", "hours", "audience")}
    return {
        **named,
        "country": line.country,
        "languages": [code.strip() for code in line.languages.split(",")],
        "emergency": line.is_emergency,
        "checked_on": line.checked_on,
    }


def instant(at: datetime | None) -> str | None:
    """RFC 3339 in UTC, with Z."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ") if at else None


def site_url(path: str | None) -> str | None:
    return absolute(path, base=settings.WAGTAILAPI_BASE_URL) if path else None
