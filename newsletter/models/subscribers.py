import uuid

from django.db import connection, models
from django.db.models import Exists, OuterRef, Prefetch

from cms.languages import language_name
from cms.zones import ZONES
from newsletter.core.addresses import normal_form
from newsletter.core.tokens import masked_address
from newsletter.models.imports import source_names
from newsletter.models.subscriptions import Subscription

_LANGUAGES = """
WITH RECURSIVE known(code) AS (
    SELECT min(language) FROM newsletter_subscriber
    UNION ALL
    SELECT (SELECT min(language) FROM newsletter_subscriber WHERE language > known.code)
    FROM known WHERE known.code IS NOT NULL
)
SELECT code FROM known WHERE code IS NOT NULL
"""


class SubscriberQuerySet(models.QuerySet):
    def subscribed(self, *, newsletter=None, course=None, state: str = ""):
        """Those with a subscription in this state, to this newsletter and to this course; each may be left open."""
        found, of_state = self, {"state": state} if state else {}
        targets = [{name: value} for name, value in (("newsletter", newsletter), ("course", course)) if value]
        for facts in targets or ([{}] if state else []):
            theirs = Subscription.objects.filter(subscriber=OuterRef("pk"), **facts, **of_state)
            found = found.filter(Exists(theirs))
        return found

    def tagged(self, tag):
        """Those who carry this tag; None leaves everybody in."""
        return self.filter(taggings__tag=tag) if tag else self

    def speaking(self, language: str):
        """Those who read in this language; empty leaves everybody in."""
        return self.filter(language=language) if language else self

    def languages(self) -> list[str]:
        """Those that readers have, each once, in as many steps as there are languages and not readers."""
        with connection.cursor() as cursor:
            cursor.execute(_LANGUAGES)
            return [code for (code,) in cursor.fetchall() if code]

    def joined(self, *, since=None):
        """Those who came at this moment or later; None leaves everybody in."""
        return self.filter(created_at__gte=since) if since else self

    def in_full(self):
        """With what a list shows of each, in as many queries however long it is."""
        subscriptions = Subscription.objects.with_target().order_by("pk")
        return self.prefetch_related(Prefetch("subscriptions", queryset=subscriptions), "tags")


class Subscriber(models.Model):
    """A person known by an email address."""

    public_id = models.UUIDField(default=uuid.uuid4, editable=False, unique=True)
    email = models.EmailField(max_length=254)
    email_key = models.CharField(max_length=254, unique=True, editable=False)
    first_name = models.CharField(max_length=60, blank=True)
    language = models.CharField(max_length=12, default="en")
    zone = models.CharField("Time zone", max_length=64, choices=ZONES, default="UTC")
    source = models.CharField(max_length=40, blank=True)
    tags = models.ManyToManyField(
        "newsletter.ReaderTag", through="newsletter.Tagging", related_name="readers", blank=True
    )
    attributes = models.JSONField(default=dict, blank=True, help_text="Declared ones only: see AttributeField.")
    created_at = models.DateTimeField(auto_now_add=True)
    address_since = models.DateTimeField(null=True, editable=False, help_text="Empty until the address is changed.")

    objects = SubscriberQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-pk"]
        permissions = [("see_address", "Can see the whole address of a reader")]
        indexes = [
            models.Index(fields=["created_at"], name="subscriber_by_joining"),
            models.Index(fields=["language"], name="subscriber_by_language"),
        ]

    def __str__(self) -> str:
        # Wagtail's audit log, messages and error pages store an object's words: never the address.
        return f"Reader {str(self.public_id)[:4]}"

    @property
    def short_id(self) -> str:
        """The beginning of the public id: enough to talk about a reader without naming them."""
        return str(self.public_id)[:8]

    @property
    def language_words(self) -> str:
        return language_name(self.language)

    @property
    def came_by(self) -> str:
        """Where they came from, in words."""
        return source_names([self.source])[self.source]

    @property
    def masked(self) -> str:
        """The address as a stranger may see it: a***@e***.org."""
        return masked_address(self.email)

    def save(self, *args, **kwargs):
        self.email_key = normal_form(self.email).key
        super().save(*args, **kwargs)
