from collections.abc import Mapping

from newsletter.conf import conf
from newsletter.core.letter_views import as_html, public_values
from newsletter.core.merge_fields import TEXT, fill
from series.models import SeriesPage


class PublicLetter:
    """What the site and the API may show of an issue: its frozen letter, as nobody in particular sees it."""

    @property
    def public_values(self) -> Mapping[str, str]:
        """What the merge fields become on the site, where nobody knows who reads."""
        base = conf().base_url
        home = f"{base}{self.newsletter.get_absolute_url()}" if self.newsletter.archive_is_public else base
        here = f"{base}{self.get_absolute_url()}" if self.is_public else "#"
        return public_values(newsletter=self.newsletter.name, home_url=home, view_url=here)

    @property
    def url(self) -> str:
        """Its address in the public archive."""
        return f"{conf().base_url}{self.get_absolute_url()}"

    @property
    def html(self) -> str:
        """The frozen letter as anyone may read it."""
        return as_html(self.compiled.letter, self.public_values) if self.compiled else ""

    @property
    def text(self) -> str:
        """Its plain half, as anyone may read it."""
        return fill(self.compiled.text, self.public_values, escape=TEXT) if self.compiled else ""

    @property
    def is_withdrawn(self) -> bool:
        """Whether one of the articles that it shows may no longer be read on the site."""
        return self.compiled is None or any(
            not item.is_public for item in self.compiled.shown.select_related("article")
        )

    @property
    def shown_series(self):
        """The public series that its parts belong to: where a reader of a letter that was taken back may go on."""
        uuids = self.compiled.shown.exclude(part_uuid=None).values("part_uuid") if self.compiled else []
        return SeriesPage.objects.live().public().filter(parts__uuid__in=uuids).distinct()
