from collections.abc import Mapping

from django.contrib.admin import display
from django.urls import reverse

from newsletter.conf import conf
from newsletter.core.issue_state import State
from newsletter.core.letter_views import Foot, openly, openly_as_text, public_values
from newsletter.core.merge_fields import filled_for_nobody
from series.models import SeriesPage


class PublicLetter:
    """What the site and the API may show of an issue: its frozen letter, as nobody in particular sees it."""

    @property
    def public_values(self) -> Mapping[str, str]:
        """What the merge fields become on the site, where nobody knows who reads."""
        base = conf().base_url
        home = f"{base}{self.newsletter.get_absolute_url()}" if self.newsletter.archive_is_public else base
        here = f"{base}{self.get_absolute_url()}" if self.is_in_archive else "#"
        return public_values(newsletter=self.newsletter.name, home_url=home, view_url=here)

    @property
    def is_in_archive(self) -> bool:
        """Whether anyone may read it on the site; a letter to some of the readers is theirs alone."""
        return self.state == State.HANDED_OVER and self.newsletter.archive_is_public and self.audience is None

    @property
    @display(description="Subject")
    def title(self) -> str:
        """Its subject as lists and pages show it, without a merge field."""
        return filled_for_nobody(self.subject, newsletter=self.newsletter.name) or self.newsletter.name

    @property
    def teaser(self) -> str:
        """Its preview text likewise."""
        return filled_for_nobody(self.preview_text, newsletter=self.newsletter.name)

    @property
    def foot(self) -> Foot:
        """The last words of the letter on the site: where it came from, and how to get the next one."""
        name = self.newsletter.name
        words = f"This letter left for the readers of {name}. It stays here for everyone."
        if not self.newsletter.takes_readers:
            return Foot(words)
        join = reverse("join_newsletter", args=[self.newsletter.slug])
        return Foot(words, label=f"Get {name} by mail", url=f"{conf().base_url}{join}")

    @property
    def url(self) -> str:
        """Its address in the public archive."""
        return f"{conf().base_url}{self.get_absolute_url()}"

    @property
    def html(self) -> str:
        """The frozen letter as anyone may read it."""
        return openly(self.compiled.letter, self.public_values, foot=self.foot) if self.compiled else ""

    @property
    def text(self) -> str:
        """Its plain half, as anyone may read it."""
        return openly_as_text(self.compiled.letter, self.public_values, foot=self.foot) if self.compiled else ""

    @property
    def is_withdrawn(self) -> bool:
        """Whether one of the articles that it shows may no longer be read on the site."""
        return self.compiled is None or self.compiled.is_withdrawn

    @property
    def shown_series(self):
        """The public series that its parts belong to: where a reader of a letter that was taken back may go on."""
        uuids = self.compiled.shown.exclude(part_uuid=None).values("part_uuid") if self.compiled else []
        return SeriesPage.objects.readable().filter(parts__uuid__in=uuids).distinct()
