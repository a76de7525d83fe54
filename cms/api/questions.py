"""What a listing may be asked, value by value: what cannot be answered is refused in words that say what would do."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.http import QueryDict
from django.utils.dateparse import parse_datetime
from wagtail.api.v2.utils import BadRequestError
from wagtail.models import Locale, Site

TRUE_OR_FALSE = ("true", "false", "1", "0")
ONE_ID = "one whole number, like 7"
ROOT = "root"
PLACES = ("child_of", "descendant_of", "ancestor_of", "translation_of")
MOST_NAMED = 12  # choices in one sentence
PORT_DIGITS = 5
LONGEST_SHOWN = 60  # of what was asked, in the answer


def check_questions(asked: QueryDict, *, model: type[models.Model], filters: set[str], known: set[str]) -> None:
    """`filters` are fields of the model, `known` what else there is. Raises BadRequestError, naming what would do."""
    for name, values in asked.lists():
        if name not in filters | known:
            raise BadRequestError(f"{_shown(name)} is nothing that this listing can be asked; check its spelling")
        if len(values) > 1:
            raise BadRequestError(f"{name} stands {len(values)} times in the address; give it once")
        wanted = _of_listing(name, values[0])
        if not wanted and name in filters and name not in known:
            wanted = _of_field(model, name, values[0])
        if wanted:
            raise BadRequestError(f"{name} must be {wanted}; “{_shown(values[0])}” is not")


def check_id(asked: QueryDict) -> None:
    """The same for what one thing is looked up by."""
    if "id" in asked and not _is_whole(asked["id"]):
        raise BadRequestError(f"id must be {ONE_ID}; “{_shown(asked['id'])}” is not")


def check_site(asked: QueryDict) -> None:
    """The same for the site whose pages are asked for: Wagtail looks it up before anything else."""
    host, colon, port = asked.get("site", "").partition(":")
    sites = Site.objects.filter(hostname=host)
    if colon:
        sites = sites.filter(port=port) if _is_whole(port) and len(port) <= PORT_DIGITS else sites.none()
    if "site" in asked and not sites.exists():
        raise BadRequestError(
            f"site must be the host of a site here, like example.org; “{_shown(asked['site'])}” is not"
        )


def check_order(asked: str, *, sortable: set[str]) -> None:
    """Raises BadRequestError for a field that nothing is sorted by."""
    for name in asked.split(",") if asked else ():
        if name.removeprefix("-") not in sortable | {"random"}:
            raise BadRequestError(f"order cannot be “{_shown(name)}”; sort by one of {_listed(sorted(sortable))}")


def _of_listing(name: str, value: str) -> str:
    """What would do for a parameter that every listing has; empty when the value does."""
    if name == "limit" and not (_is_whole(value) and int(value) <= settings.WAGTAILAPI_LIMIT_MAX):
        return f"a whole number from 0 to {settings.WAGTAILAPI_LIMIT_MAX}"
    if name == "offset" and not _is_whole(value):
        return "a whole number, 0 or more"
    if name in PLACES and value != ROOT and not _is_whole(value):
        return "the id of one page, like 7, or root"
    if name == "locale" and not Locale.objects.filter(language_code=value).exists():
        return f"one of {_listed(Locale.objects.values_list('language_code', flat=True))}"
    return ""


def _of_field(model: type[models.Model], name: str, value: str) -> str:
    """The same for a field that things are filtered by."""
    field = model._meta.get_field(name)  # noqa: SLF001 - Django's public way to ask for a field
    if choices := [str(choice) for choice, _words in getattr(field, "flatchoices", ())]:
        few = f"one of {_listed(choices)}" if len(choices) <= MOST_NAMED else "one of its known values"
        return "" if value in choices else few
    match field:
        case models.BooleanField():
            does, words = value in TRUE_OR_FALSE, "true or false"
        case models.AutoField() | models.IntegerField() | models.ForeignKey():
            does, words = _is_whole(value), ONE_ID
        case models.DateTimeField():
            does, words = _is_moment(value), "a moment with its zone, like 2026-06-03T07:00:00Z"
        case models.DateField():
            does, words = _fits(field, value), "a day that exists, like 2026-06-03"
        case models.UUIDField():
            does, words = _fits(field, value), "one UUID"
        case _:
            return ""
    return "" if does else words


def _is_whole(value: str) -> bool:
    return value.isascii() and value.isdecimal()


def _is_moment(value: str) -> bool:
    try:
        moment = parse_datetime(value)
    except ValueError:
        return False
    return moment is not None and moment.tzinfo is not None


def _fits(field: models.Field, value: str) -> bool:
    try:
        field.to_python(value)
    except ValidationError:
        return False
    return bool(value)


def _listed(names) -> str:
    return ", ".join(names)


def _shown(text: str) -> str:
    return text if len(text) <= LONGEST_SHOWN else f"{text[:LONGEST_SHOWN]}…"
