"""What every listing of the API has in common: odd questions are answered in words, never by a broken page."""

from http import HTTPStatus

from django.core.exceptions import ValidationError
from django.http import Http404
from rest_framework.filters import BaseFilterBackend
from wagtail.api.v2.filters import SearchFilter
from wagtail.api.v2.utils import BadRequestError

from cms.blocks.schema import SCHEMA_VERSION

LONGEST_NUMBER = 18  # digits that every database takes as an integer
OPERATORS = ("and", "or")


class SteadyEndpoint:
    """Put it before one of Wagtail's viewsets. What cannot be looked up is a 400 or a 404 that says why."""

    filter_backends: list[type[BaseFilterBackend]]

    def check_query_parameters(self, queryset):
        """Before the database is asked; raises BadRequestError."""
        super().check_query_parameters(queryset)
        asked = self.request.GET
        for name, value in asked.items():
            if "\0" in value:
                raise BadRequestError(f"null characters are not allowed for {name}")
            if value.isdecimal() and len(value) > LONGEST_NUMBER and name != "search":
                raise BadRequestError(f"{name} is too large a number")
        if "search" in asked and SearchFilter not in self.filter_backends:
            raise BadRequestError("this listing cannot be searched")
        if asked.get("search_operator", "and") not in OPERATORS:
            raise BadRequestError("search_operator must be either 'and' or 'or'")

    def filter_queryset(self, queryset):
        try:
            return super().filter_queryset(queryset)
        except ValidationError as refused:
            raise BadRequestError(" ".join(refused.messages)) from refused
        except (ValueError, OverflowError) as refused:
            raise BadRequestError(f"a filter does not fit its field: {refused}") from refused

    def get_object(self):
        try:
            return super().get_object()
        except OverflowError as too_large:
            raise Http404("not found") from too_large

    def finalize_response(self, request, response, *args, **kwargs):
        """Every answer says which contract its blocks keep."""
        if isinstance(response.data, dict) and response.status_code < HTTPStatus.BAD_REQUEST:
            response.data = {"schema_version": SCHEMA_VERSION, **response.data}
        return super().finalize_response(request, response, *args, **kwargs)

    def find_object(self, queryset, request):
        try:
            return super().find_object(queryset, request)
        except (ValueError, OverflowError) as refused:
            raise BadRequestError(f"this cannot be looked up: {refused}") from refused
