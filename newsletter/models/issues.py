import uuid
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from wagtail.fields import StreamField
from wagtail.models import PreviewableMixin

from newsletter.core.issue_state import Event, HoldReason, State, ways_on
from newsletter.core.moments import shown
from newsletter.models.addressed import Addressed
from newsletter.models.choices import choices
from newsletter.models.issue_rows import IssueQuerySet
from newsletter.models.items import ItemsBlock
from newsletter.models.newsletters import ZONES, must_be_one_line
from newsletter.models.public_letters import PublicLetter

WRITTEN = ("newsletter", "subject", "preview_text", "items", "updated_at")


class Issue(PublicLetter, Addressed, PreviewableMixin, models.Model):
    """One email of a newsletter: what it says, to whom, when. It has a number once its letters begin to leave."""

    preview_modes = [
        ("email", "In the inbox"),
        ("dark", "In the inbox, in the dark"),
        ("text", "As plain text"),
        ("web", "On the site"),
    ]

    public_id = models.UUIDField(default=uuid.uuid4, editable=False, unique=True)
    newsletter = models.ForeignKey("newsletter.Newsletter", on_delete=models.PROTECT, related_name="issues")
    number = models.PositiveIntegerField(null=True, editable=False)  # given as its letters begin to leave
    subject = models.CharField(max_length=200, help_text="What the inbox shows first. Phones show about 40 characters.")
    preview_text = models.CharField(
        max_length=200, blank=True, help_text="The line after the subject. 40 to 140 characters say enough."
    )
    items = StreamField(ItemsBlock(), blank=True)

    state = models.CharField(max_length=12, choices=choices(State), default=State.DRAFT, editable=False)
    hold_reason = models.CharField(max_length=24, choices=choices(HoldReason), blank=True, editable=False)
    hold_detail = models.CharField(max_length=400, blank=True, editable=False)
    held_at = models.DateTimeField(null=True, editable=False)

    # The wall time is what the author means; send_at is the instant that it resolved to.
    local_date = models.DateField(null=True, blank=True, editable=False)
    local_time = models.TimeField(null=True, blank=True, editable=False)
    zone = models.CharField(max_length=64, choices=ZONES, blank=True, editable=False)
    send_at = models.DateTimeField(null=True, editable=False)
    tz_version = models.CharField(max_length=16, blank=True, editable=False)

    compiled = models.ForeignKey(
        "newsletter.CompiledIssue", null=True, on_delete=models.PROTECT, related_name="+", editable=False
    )
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+", editable=False
    )
    scheduled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+", editable=False
    )
    boundary_id = models.BigIntegerField(null=True, editable=False)  # the highest subscription id at the start
    expanded_to = models.BigIntegerField(default=0, editable=False)  # the expansion's progress mark
    candidates = models.PositiveIntegerField(null=True, editable=False)
    started_at = models.DateTimeField(null=True, editable=False)
    finished_at = models.DateTimeField(null=True, editable=False)
    failures = models.PositiveSmallIntegerField(default=0, editable=False)  # starts that an error ended
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    objects = IssueQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at"]
        constraints = [
            models.UniqueConstraint(fields=["newsletter", "number"], name="issue_number_once_per_newsletter"),
            models.CheckConstraint(condition=Q(state__in=list(State)), name="issue_state_known"),
            models.CheckConstraint(
                condition=~Q(state="handed_over") | Q(number__isnull=False), name="issue_handed_over_with_number"
            ),
            models.CheckConstraint(condition=~Q(state="held") | ~Q(hold_reason=""), name="issue_held_with_reason"),
            models.CheckConstraint(
                condition=Q(state__in=["draft", "cancelled", "held"])
                | Q(compiled__isnull=False, send_at__isnull=False),
                name="issue_scheduled_with_frozen_bytes",
            ),
        ]
        indexes = [models.Index(fields=["state", "send_at"], name="issue_due")]
        permissions = [("schedule_issue", "Can schedule, pause and cancel issues")]

    def __str__(self) -> str:
        return f"Issue {self.number}: {self.title}" if self.number else self.title

    def save(self, *args, **kwargs):
        """What was written; where the issue stands changes through `move` alone.

        An editor that was open while a colleague scheduled must not take the time away again.
        """
        if not self._state.adding:
            kwargs.setdefault("update_fields", WRITTEN)
        super().save(*args, **kwargs)

    def clean(self) -> None:
        """What nobody sees, and what turns a line around, is refused where it was pasted."""
        for field in ("subject", "preview_text"):
            must_be_one_line(field, getattr(self, field))

    def get_absolute_url(self) -> str:
        """Its address in the archive; empty before it has a number."""
        return reverse("issue", args=[self.newsletter.slug, self.number]) if self.number else ""

    def get_preview_template(self, request, mode_name) -> str:  # noqa: ARG002 - Wagtail's signature
        # The template asks a tag for the letter: models must not reach the compiler.
        return "newsletter/issue/preview.html"

    def get_preview_context(self, request, mode_name) -> dict:
        return {"issue": self, "mode": mode_name, "request": request}

    def as_new_draft(self) -> "Issue":
        """The same words in an issue that is not saved yet: no time, no audience, no state of this one."""
        return Issue(newsletter=self.newsletter, subject=self.subject, preview_text=self.preview_text, items=self.items)

    @property
    def name(self) -> str:
        """What people call it: Issue 7, or what it is before it has a number."""
        return f"Issue {self.number}" if self.number else "A draft" if self.is_draft else "An issue"

    @property
    def wall_time(self) -> str:
        """When it leaves, in its own zone: Thursday 12 June 2025, 07:00 Lisbon."""
        return shown(self.send_at, ZoneInfo(self.zone)) if self.send_at and self.zone else ""

    @property
    def is_draft(self) -> bool:
        return self.state == State.DRAFT

    @property
    def words_mark(self) -> str:
        """Another one after each save of its words: whoever looked at them knows by it whether they still stand."""
        return self.updated_at.isoformat() if self.updated_at else ""

    @property
    def ways_on(self) -> tuple[Event, ...]:
        """What a person may do with it while it is held; nothing else is possible then."""
        return ways_on(HoldReason(self.hold_reason)) if self.state == State.HELD else ()
