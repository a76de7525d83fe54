"""The archive of a newsletter as a feed: what has gone out and may be read by anyone."""

from django.contrib.syndication.views import Feed
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils.feedgenerator import Atom1Feed

from newsletter.models import Issue, Newsletter

NEWEST = 30


class IssuesFeed(Feed):
    """Atom; each entry leads to the letter on the site."""

    feed_type = Atom1Feed

    def get_object(self, _request: HttpRequest, slug: str) -> Newsletter:
        return get_object_or_404(Newsletter, slug=slug, archive_is_public=True)

    def title(self, newsletter: Newsletter) -> str:
        return newsletter.name

    def link(self, newsletter: Newsletter) -> str:
        return newsletter.get_absolute_url()

    def subtitle(self, newsletter: Newsletter) -> str:
        return newsletter.description

    def items(self, newsletter: Newsletter):
        return Issue.objects.in_archive().not_withdrawn().filter(newsletter=newsletter)[:NEWEST]

    def item_title(self, item: Issue) -> str:
        return item.title

    def item_description(self, item: Issue) -> str:
        return item.teaser

    def item_pubdate(self, item: Issue):
        return item.send_at

    def item_guid(self, item: Issue) -> str:
        return f"urn:uuid:{item.public_id}"
