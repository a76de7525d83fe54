import uuid
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import models, transaction
from django.db.models import Exists, F, Max, OuterRef, Q
from django.db.models.functions import Now
from django.urls import reverse
from wagtail.fields import StreamField
from wagtail.models import PreviewableMixin

from newsletter.core.holds import Hold
from newsletter.core.issue_state import MOVES, Event, HoldReason, State, ways_on
from newsletter.core.moments import shown
from newsletter.models.addressed import Addressed
from newsletter.models.choices import choices
from newsletter.models.compiled import IssueItem
from newsletter.models.events import IssueEvent
from newsletter.models.items import ItemsBlock
from newsletter.models.newsletters import ZONES
from newsletter.models.public_letters import PublicLetter
from series.models import ArticlePage

WRITTEN = ("newsletter", "number", "subject", "preview_text", "items", "updated_at")


class IssueQuerySet(models.QuerySet):
    def due(self, now):
        """Scheduled issues whose moment has come by `now`, earliest first."""
        return self.filter(state=State.SCHEDULED, send_at__lte=now).order_by("send_at", "pk")

    def move(self, pk: int, event: Event, *, by=None, why: str = "", **fields) -> bool:
        """The issue goes where the event leads from its state; False when another was faster (compare-and-set).

        `fields` are written along with the state; who and why stand in its events.
        """
        for way in (move for move in MOVES if move.event is event):
            with transaction.atomic():
                if self.filter(pk=pk, state=way.before).update(state=way.after, **fields):
                    IssueEvent.objects.create(
                        issue_id=pk, event=event, from_state=way.before, to_state=way.after, actor=by, why=why[:400]
                    )
                    return True
        return False

    def hold(self, pk: int, hold: Hold, *, by=None) -> bool:
        """The issue waits for a person, with the reason; False when it was not there to be stopped."""
        facts = {"hold_reason": hold.reason, "hold_detail": hold.detail[:400], "held_at": Now()}
        return self.move(pk, Event.HOLD, by=by, why=hold.detail or hold.reason.value, **facts)

    def count_failure(self, pk: int) -> int:
        """One more start of it failed; says how many did since it got its time."""
        self.filter(pk=pk).update(failures=F("failures") + 1)
        return self.filter(pk=pk).values_list("failures", flat=True).first() or 0

    def same_day_as(self, issue: "Issue", *, local_date):
        """Other issues of the same newsletter that leave, or left, on that day."""
        others = self.filter(newsletter=issue.newsletter, local_date=local_date).exclude(pk=issue.pk)
        return others.exclude(state__in=[State.DRAFT, State.CANCELLED])

    def scheduled_with(self, path: str):
        """Scheduled issues that show the page at this path of the tree, or one below it; earliest first."""
        shown = IssueItem.objects.filter(compiled=OuterRef("compiled"), article__path__startswith=path)
        return self.filter(Exists(shown), state=State.SCHEDULED).order_by("send_at", "pk")

    def running(self):
        """Issues whose letters are leaving, earliest first."""
        return self.filter(state=State.HANDING_OVER).order_by("send_at", "pk")

    def preparing(self):
        """Issues whose audience is being written down, by somebody or by nobody any more."""
        return self.filter(state=State.PREPARING).order_by("send_at", "pk")

    def in_archive(self):
        """Issues that anyone may read on the site, newest first."""
        public = self.filter(state=State.HANDED_OVER, newsletter__archive_is_public=True)
        return public.select_related("newsletter").order_by("-send_at", "-pk")

    def not_withdrawn(self):
        """Without letters of which an article was taken back: unpublished, deleted or made private."""
        readable = ArticlePage.objects.live().public().order_by().values("pk")
        taken_back = IssueItem.objects.filter(Q(article=None) | ~Q(article__in=readable), compiled=OuterRef("compiled"))
        return self.filter(~Exists(taken_back), compiled__isnull=False)


class Issue(PublicLetter, Addressed, PreviewableMixin, models.Model):
    """One numbered email of a newsletter: what it says, to whom, when."""

    preview_modes = [
        ("email", "In the inbox"),
        ("dark", "In the inbox, in the dark"),
        ("text", "As plain text"),
        ("web", "On the site"),
    ]

    public_id = models.UUIDField(default=uuid.uuid4, editable=False, unique=True)
    newsletter = models.ForeignKey("newsletter.Newsletter", on_delete=models.PROTECT, related_name="issues")
    number = models.PositiveIntegerField(editable=False)
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
        return f"Issue {self.number}: {self.subject}" if self.number else self.subject

    def save(self, *args, **kwargs):
        """What was written, and its number; where the issue stands changes through `move` alone.

        An editor that was open while a colleague scheduled must not take the time away again.
        """
        if self.number is None or self._changed_newsletter():
            last = type(self).objects.filter(newsletter=self.newsletter).aggregate(last=Max("number"))["last"]
            self.number = (last or 0) + 1
        if not self._state.adding:
            kwargs.setdefault("update_fields", WRITTEN)
        super().save(*args, **kwargs)

    def _changed_newsletter(self) -> bool:
        """Whether its author gave a draft to another newsletter, which counts its own issues."""
        return type(self).objects.filter(pk=self.pk).exclude(newsletter=self.newsletter_id).exists()

    def get_absolute_url(self) -> str:
        return reverse("issue", args=[self.newsletter.slug, self.number])

    def get_preview_template(self, request, mode_name) -> str:  # noqa: ARG002 - Wagtail's signature
        # The template asks a tag for the letter: models must not reach the compiler.
        return "newsletter/issue/preview.html"

    def get_preview_context(self, request, mode_name) -> dict:
        return {"issue": self, "mode": mode_name, "request": request}

    @property
    def wall_time(self) -> str:
        """When it leaves, in its own zone: Thursday 12 June 2025, 07:00 Lisbon."""
        return shown(self.send_at, ZoneInfo(self.zone)) if self.send_at and self.zone else ""

    @property
    def is_draft(self) -> bool:
        return self.state == State.DRAFT

    @property
    def ways_on(self) -> tuple[Event, ...]:
        """What a person may do with it while it is held; nothing else is possible then."""
        return ways_on(HoldReason(self.hold_reason)) if self.state == State.HELD else ()

    @property
    def is_public(self) -> bool:
        return self.state == State.HANDED_OVER and self.newsletter.archive_is_public
