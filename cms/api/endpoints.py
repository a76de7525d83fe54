"""What every listing of the API has in common: odd questions are answered in words, never by a broken page."""

from collections.abc import Callable
from http import HTTPStatus

from django.core.exceptions import ValidationError
from django.db.models import JSONField, Model, Q
from django.http import Http404
from rest_framework.authentication import BaseAuthentication
from rest_framework.filters import BaseFilterBackend
from rest_framework.renderers import JSONRenderer
from taggit.managers import TaggableManager
from wagtail.api.v2.filters import SearchFilter
from wagtail.api.v2.utils import BadRequestError
from wagtail.fields import StreamField
from wagtail.search.index import Indexed

from cms.api.questions import check_id, check_order, check_questions, check_site
from cms.blocks.schema import SCHEMA_VERSION

LONGEST_NUMBER = 18  # digits that every database takes as an integer
OPERATORS = ("and", "or")


class SteadyEndpoint:
    """Put it before one of Wagtail's viewsets. What cannot be looked up is a 400 or a 404 that says why.

    One address has one answer, whoever asks: JSON, without a look at cookies.
    """

    filter_backends: list[type[BaseFilterBackend]]
    renderer_classes = [JSONRenderer]
    authentication_classes: list[type[BaseAuthentication]] = []

    named_filters: dict[str, Callable[[Q], object]] = {}
    """What is asked for by slug: see cms.api.filters.ByName."""

    @classmethod
    def get_available_fields(cls, model, db_fields_only=False):  # noqa: FBT002 - Wagtail's signature
        """What an answer may hold; `db_fields_only`: what it may be filtered and ordered by.

        That is never a list or a text of blocks, and never what is asked for by slug: Wagtail's filter wants ids there.
        """
        fields = super().get_available_fields(model, db_fields_only=db_fields_only)
        if not db_fields_only:
            return fields
        return [name for name in fields if name not in cls.named_filters and _is_one_value(model, name)]

    def initialize_request(self, request, *args, **kwargs):
        if "search" in request.GET:
            # SQLite's search stumbles over a quotation mark that stands alone, and over nothing but spaces.
            request.GET = request.GET.copy()
            request.GET["search"] = " ".join(request.GET["search"].replace('"', " ").split())
        return super().initialize_request(request, *args, **kwargs)

    def perform_content_negotiation(self, request, *args, **kwargs):
        try:
            return super().perform_content_negotiation(request, *args, **kwargs)
        except Http404 as unknown:
            raise BadRequestError("format must be json, or left out") from unknown

    def initial(self, request, *args, **kwargs):
        """Before anything is looked up; raises BadRequestError for values that some database cannot take."""
        super().initial(request, *args, **kwargs)
        for name, value in request.GET.items():
            if "\0" in value:
                raise BadRequestError(f"null characters are not allowed for {name}")
            if value.isdecimal() and len(value) > LONGEST_NUMBER and name != "search":
                raise BadRequestError(f"{name} is too large a number")
        if "site" in self.known_query_parameters:
            check_site(request.GET)

    def check_query_parameters(self, queryset):
        """Raises BadRequestError."""
        asked, model = self.request.GET, queryset.model
        fields = set(self.get_available_fields(model, db_fields_only=True))
        check_questions(asked, model=model, filters=fields, known=set(self.known_query_parameters))
        if "search" in asked and issubclass(model, Indexed):
            fields &= {found.get_attname(model) for found in model.get_filterable_search_fields()}
        check_order(asked.get("order", ""), sortable=fields)
        super().check_query_parameters(queryset)
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
        """Every answer says which contract its blocks keep; a redirect, which holds none, goes its way."""
        data = getattr(response, "data", None)
        if isinstance(data, dict) and response.status_code < HTTPStatus.BAD_REQUEST:
            response.data = {"schema_version": SCHEMA_VERSION, **data}
        return super().finalize_response(request, response, *args, **kwargs)

    def handle_exception(self, exc):
        """Every refusal has one shape, and words."""
        answer = super().handle_exception(exc)
        is_missing = isinstance(exc, Http404)  # whose own words name a class of ours
        told = "not found" if is_missing else answer.data.get("message") or answer.data.get("detail")
        answer.data = {"message": str(told)}
        return answer

    def find_object(self, queryset, request):
        check_id(request.GET)
        try:
            return super().find_object(queryset, request)
        except (ValueError, OverflowError) as refused:
            raise BadRequestError(f"this cannot be looked up: {refused}") from refused


def _is_one_value(model: type[Model], name: str) -> bool:
    field = model._meta.get_field(name)  # noqa: SLF001 - Django's public way to ask for a field
    return isinstance(field, TaggableManager) or not (
        field.one_to_many or field.many_to_many or isinstance(field, JSONField | StreamField)
    )
