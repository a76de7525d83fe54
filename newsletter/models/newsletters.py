from django.core.exceptions import ValidationError
from django.db import models
from django.urls import reverse
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.search import index

from cms.core.theme import problems as theme_problems
from cms.theme import site_theme
from cms.zones import ZONES
from newsletter.conf import conf
from newsletter.core.headers import HeaderRefused, SenderFacts, mailbox
from newsletter.core.preflight.characters import hidden_in_line

CLICKS_HELP = (
    "Links of its letters then lead through this site, with one address for all readers, and only sums are kept. Every "
    "letter and the privacy page say so. Leave it off for tender subjects, above all under a neutral name, and for few "
    "readers: one click on a link about grief says much, and a small number can point at a person."
)


class Newsletter(index.Indexed, models.Model):
    """A publication that people subscribe to: its name, its sender, its look."""

    class Font(models.TextChoices):
        GEORGIA = "georgia", "Georgia"
        TIMES = "times", "Times"
        SYSTEM = "system", "The reader's system font"
        VERDANA = "verdana", "Verdana"
        COURIER = "courier", "Courier"

    name = models.CharField(max_length=80, unique=True)
    slug = models.SlugField(unique=True, help_text="The last part of the newsletter's address on the site.")
    description = models.CharField(max_length=240, blank=True, help_text="One sentence: what comes, and how often.")
    language = models.CharField(
        max_length=12, default="en", help_text="Language code of the letters, such as en or de."
    )
    zone = models.CharField("Time zone", max_length=64, choices=ZONES, default="UTC")

    from_name = models.CharField(max_length=60, help_text="Who the letter is from, as inboxes show it.")
    from_email = models.EmailField(help_text="The address that letters come from.")
    reply_to = models.EmailField(blank=True, help_text="Where answers go. Empty means the from address.")
    postal_address = models.TextField(
        help_text="Shown at the foot of every letter. The law asks for it in most places.", max_length=300
    )
    neutral_name = models.CharField(
        max_length=60,
        blank=True,
        help_text="Shown as the sender instead of a telling name, for readers who share a screen.",
    )

    accent = models.CharField("Accent color", max_length=7, blank=True, help_text="Six-digit hex, such as #1f5c57.")
    accent_dark = models.CharField("Accent color in the dark", max_length=7, blank=True)
    font = models.CharField(max_length=10, choices=Font, default=Font.GEORGIA)
    logo = models.ForeignKey("wagtailimages.Image", null=True, blank=True, on_delete=models.SET_NULL, related_name="+")

    archive_is_public = models.BooleanField(
        "Archive on the site", default=True, help_text="Letters that have gone out can be read on the site."
    )
    takes_readers = models.BooleanField(
        "Open for new readers", default=True, help_text="Readers can sign up for it on the site and by embedded forms."
    )
    cap_issues = models.BooleanField(
        "At most one letter a day",
        default=False,
        help_text="A reader who had another issue of this site on that day of theirs is left out of the later one.",
    )
    counts_clicks = models.BooleanField("Count clicks, without knowing whose", default=False, help_text=CLICKS_HELP)
    stale_after_hours = models.PositiveSmallIntegerField(
        "Ask me when late by (hours)", default=6, help_text="A letter found later than this waits for your word."
    )

    panels = [
        MultiFieldPanel([FieldPanel("name"), FieldPanel("slug"), FieldPanel("description")], heading="Name"),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("from_name"), FieldPanel("from_email")]),
                FieldRowPanel([FieldPanel("reply_to"), FieldPanel("neutral_name")]),
                FieldPanel("postal_address"),
            ],
            heading="Sender",
        ),
        MultiFieldPanel(
            [FieldRowPanel([FieldPanel("accent"), FieldPanel("accent_dark")]), FieldPanel("font"), FieldPanel("logo")],
            heading="Look",
        ),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("language"), FieldPanel("zone")]),
                FieldRowPanel([FieldPanel("archive_is_public"), FieldPanel("takes_readers")]),
                FieldRowPanel([FieldPanel("stale_after_hours"), FieldPanel("cap_issues")]),
                FieldPanel("counts_clicks"),
            ],
            heading="Habits",
        ),
    ]
    search_fields = [index.SearchField("name"), index.AutocompleteField("name")]

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        """Colors that some readers could not tell apart are refused beside their field, and odd addresses too."""
        problems = theme_problems(site_theme().with_overrides(**self.look))
        if problems and (self.accent or self.accent_dark):
            field = "accent" if self.accent else "accent_dark"
            raise ValidationError({field: problems})
        self._refuse_new_address()
        for field in ("from_email", "reply_to"):
            _must_be_writable(field, getattr(self, field))
        for field in ("name", "from_name", "neutral_name"):
            must_be_one_line(field, getattr(self, field))

    def _refuse_new_address(self) -> None:
        """Letters that have left lead to their pages below it, and so do bookmarks and feeds."""
        left = self.issues.exclude(number=None).count() if self.pk else 0
        was = type(self).objects.filter(pk=self.pk).values_list("slug", flat=True).first()
        if left and was != self.slug:
            letters = "1 letter has" if left == 1 else f"{left:,} letters have"
            words = f"{letters} left with links to /newsletters/{was}/, so this address stays as it is: {was}"
            raise ValidationError({"slug": words})

    @property
    def look(self) -> dict[str, str]:
        """What it lays over the site's theme."""
        return {"accent": self.accent, "accent_dark": self.accent_dark, "font": self.font}

    def get_absolute_url(self) -> str:
        return reverse("newsletter", args=[self.slug])

    @property
    def url(self) -> str:
        """The address of its archive."""
        return f"{conf().base_url}{self.get_absolute_url()}"

    @property
    def voice(self) -> "Newsletter":
        """The newsletter that speaks for it: itself. A course borrows one."""
        return self

    @property
    def target(self) -> dict:
        """How a subscription names it."""
        return {"newsletter": self}

    @property
    def is_offered(self) -> bool:
        """Whether anybody may sign up for it today."""
        return self.takes_readers

    @property
    def join_url(self) -> str:
        return reverse("join_newsletter", args=[self.slug])

    @property
    def wire_name(self) -> str:
        """The name that headers may show."""
        return self.neutral_name or self.from_name

    def sender_facts(self, *, base_url: str, sending_domain: str, **facts) -> SenderFacts:
        """What the headers of a letter say about its sender; names and groups are neutral (email.md 9.3)."""
        return SenderFacts(
            from_name=self.wire_name,
            from_address=self.from_email,
            reply_to=self.reply_to,
            site_url=base_url,
            bounce_domain=f"bounce.{sending_domain}",
            newsletter=self.name,
            **{"list_id": f"n{self.pk}.{sending_domain}", **facts},
        )


def _must_be_writable(field: str, address: str) -> None:
    """An address that cannot stand in a header would end every letter; it is refused where it is typed."""
    try:
        if address:
            mailbox(address)
    except HeaderRefused as refused:
        raise ValidationError({field: str(refused)}) from refused


def must_be_one_line(field: str, words: str) -> None:
    """A pasted line end or an invisible character would stop every letter later, far from where it was typed."""
    if hidden_in_line(words):
        raise ValidationError({field: "This line holds an invisible character or a line end. Please type it by hand."})
