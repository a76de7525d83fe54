from django.db import models
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.contrib.settings.models import BaseSiteSetting, register_setting


@register_setting(icon="site")
class SiteIdentity(BaseSiteSetting):
    """Who speaks on this site, and how much care its subjects ask for."""

    name = models.CharField(max_length=80, help_text="Shown at the top of every page and in feeds.")
    tagline = models.CharField(max_length=160, blank=True, help_text="One sentence for search engines and previews.")
    countries = models.CharField(
        max_length=80,
        blank=True,
        help_text="Country codes of your readers, such as: US, GB, IE. Chooses support lines.",
    )
    health_profile = models.BooleanField(
        "Subjects near health", default=False, help_text="Shows the disclaimer by default and asks for support lines."
    )
    disclaimer = models.TextField(
        blank=True,
        help_text="Shown at the foot of articles and letters, for example: "
        "This text is for reflection. It is not a substitute for advice from someone who knows you.",
    )

    panels = [
        MultiFieldPanel([FieldPanel("name"), FieldPanel("tagline")], heading="Name"),
        MultiFieldPanel(
            [FieldPanel("countries"), FieldPanel("health_profile"), FieldPanel("disclaimer")], heading="Care"
        ),
    ]

    class Meta:
        verbose_name = "site identity"

    def __str__(self) -> str:
        return self.name

    @property
    def country_codes(self) -> tuple[str, ...]:
        return tuple(code.strip().upper() for code in self.countries.split(",") if code.strip())
