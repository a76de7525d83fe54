"""What Wagtail's API v2 answers: live pages that anyone may read, and the pictures that stand in them."""

from urllib.parse import urljoin

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db.models import CharField, TextField
from django.db.models.functions import Cast
from django.utils import timezone
from wagtail.api.v2.filters import OrderingFilter
from wagtail.api.v2.router import WagtailAPIRouter
from wagtail.api.v2.serializers import PageAliasOfField, PageSerializer
from wagtail.api.v2.views import PagesAPIViewSet
from wagtail.images import get_image_model
from wagtail.images.api.v2.serializers import ImageDownloadUrlField, ImageSerializer
from wagtail.images.api.v2.views import ImagesAPIViewSet
from wagtail.models import CollectionViewRestriction, Page, ReferenceIndex

from cms.api.endpoints import SteadyEndpoint
from cms.api.filters import ByName
from cms.readable import readable
from series import api_filters as filters
from series.api_filters import Order
from series.models import ArticlePage, SeriesPage
from series.models.visibility import closed_paths, is_readable

ONLY_IN_LETTERS = '"shown_in": "email"'  # as it is stored


class OpenAliasOf(PageAliasOfField):
    """The page that this one repeats, where anyone may read that one too."""

    def get_attribute(self, instance):
        source = super().get_attribute(instance)
        return source if source and is_readable(source, now=timezone.now(), closed=closed_paths()) else None


class OpenPageSerializer(PageSerializer):
    alias_of = OpenAliasOf(read_only=True)


class OpenPages(SteadyEndpoint, PagesAPIViewSet):
    """Pages that anyone may read, whoever asks."""

    base_serializer_class = OpenPageSerializer

    def get_base_queryset(self):
        # Ids, because search can only filter by fields that are indexed.
        over = Page.objects.live().filter(expire_at__lte=timezone.now()).values_list("pk", flat=True)
        return super().get_base_queryset().public().exclude(pk__in=list(over))


class NamedPages(OpenPages):
    """Pages that are asked for by the slugs of what belongs to them, newest first."""

    filter_backends = [ByName, *(Order if asks is OrderingFilter else asks for asks in OpenPages.filter_backends)]


class Articles(NamedPages):
    """Articles, with body and places."""

    name = "articles"
    model = ArticlePage
    named_filters = {
        "topics": filters.articles_on,
        "authors": filters.articles_by,
        "series": filters.articles_of_series,
    }
    known_query_parameters = NamedPages.known_query_parameters | named_filters.keys()
    listing_default_fields = [*PagesAPIViewSet.listing_default_fields, "teaser", "read_minutes", "published_on"]


class AllSeries(NamedPages):
    """Series, each with all parts that readers may know of, in order."""

    name = "series"
    model = SeriesPage
    named_filters = {"topics": filters.series_on, "authors": filters.series_by}
    known_query_parameters = NamedPages.known_query_parameters | named_filters.keys()
    listing_default_fields = [*PagesAPIViewSet.listing_default_fields, "teaser", "series_kind", "parts"]


class WholeDownloadUrl(ImageDownloadUrlField):
    """The picture's own file, with scheme and host: whoever reads JSON sits elsewhere."""

    def to_representation(self, image):
        return urljoin(settings.WAGTAILAPI_BASE_URL, super().to_representation(image))


class PictureSerializer(ImageSerializer):
    download_url = WholeDownloadUrl(read_only=True)


class Pictures(SteadyEndpoint, ImagesAPIViewSet):
    """Pictures of public pages: the name of a picture in a draft would tell of the draft."""

    base_serializer_class = PictureSerializer

    def get_queryset(self):
        closed = CollectionViewRestriction.objects.select_related("collection")
        hidden = [
            pk for row in closed for pk in row.collection.get_descendants(inclusive=True).values_list("pk", flat=True)
        ]
        return super().get_queryset().filter(pk__in=_shown_pictures()).exclude(collection__in=hidden)


def register(router: WagtailAPIRouter) -> None:
    """Adds our endpoints. Articles and series come first: links to a page then lead to its own endpoint."""
    for endpoint in (Articles, AllSeries, OpenPages, Pictures):
        router.register_endpoint(endpoint.name, endpoint)


def _shown_pictures():
    """Ids of the pictures that public pages show; what stands in letters alone is not among them."""
    public = readable(Page.objects.all(), timezone.now())
    references = ReferenceIndex.objects.filter(
        to_content_type=ContentType.objects.get_for_model(get_image_model()),
        base_content_type=ContentType.objects.get_for_model(Page),
        object_id__in=public.annotate(key=Cast("pk", CharField())).values("key"),
    )
    letters = _blocks_of_letters()
    rows = references.values_list("to_object_id", "content_path")  # the path names field, block and what is in it
    return {int(key) for key, path in rows if letters.isdisjoint(path.split(".")[1:2])}


def _blocks_of_letters() -> set[str]:
    """Ids of the blocks that only letters show."""
    return {
        block["id"]
        for model, field in ((ArticlePage, "body"), (SeriesPage, "intro"))
        for page in _mentioning(model.objects.live(), field)
        for block in getattr(page, field).raw_data
        if block["value"].get("shown_in") == "email"
    }


def _mentioning(pages, field: str):
    return pages.annotate(stored=Cast(field, TextField())).filter(stored__contains=ONLY_IN_LETTERS)
