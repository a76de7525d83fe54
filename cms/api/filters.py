"""Filters of the API that every app can use."""

from django.db.models import Q
from rest_framework.filters import BaseFilterBackend
from wagtail.api.v2.utils import BadRequestError

LONGEST_ID = 18  # digits that every database takes as an integer


class ByName(BaseFilterBackend):
    """`?topics=work,rest`: things by the slug that the answers show, or by id. A comma means any of them.

    A view names its filters in `named_filters`: from the parameter to a function that takes a condition on the named
    thing's slug and id, and answers with the ids that match. What does not exist, or may not be read, matches nothing.
    """

    def filter_queryset(self, request, queryset, view):
        for parameter, matching in view.named_filters.items():
            if parameter in request.GET:
                queryset = queryset.filter(pk__in=matching(named(request.GET[parameter], parameter=parameter)))
        return queryset


def named(text: str, *, parameter: str) -> Q:
    """The condition on the named things. Raises BadRequestError where nothing is named."""
    names = [name for part in text.split(",") if (name := part.strip())]
    if not names:
        raise BadRequestError(f"{parameter} names nothing; give a slug, or leave it out")
    ids = [int(name) for name in names if name.isascii() and name.isdecimal() and len(name) <= LONGEST_ID]
    return Q(slug__in=names) | Q(pk__in=ids)
