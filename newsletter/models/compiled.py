import uuid
from dataclasses import asdict, replace

from django.conf import settings
from django.db import models
from django.db.models import Q

from cms.core.directions import direction_of
from cms.core.findings import Finding, Level
from cms.core.links import Link
from newsletter.core.content import CompiledLetter, TransferEncoding
from newsletter.core.fingerprint import fingerprint
from newsletter.models.short_ids import SHORT_HEX, ShortIdField


class CompiledIssueQuerySet(models.QuerySet):
    def named(self, first_bytes: bytes):
        """The frozen rows of letters whose random public id begins so: what a view token names."""
        return self.filter(short_id=first_bytes.hex(), message="")

    def of_message(self, name: str, *, newsletter_id: int, language: str):
        """What was frozen of one of our own messages, newest first."""
        found = self.filter(kind=CompiledIssue.Kind.MESSAGE, newsletter_id=newsletter_id, language=language)
        return found.filter(message=name).order_by("-pk")

    def of_part(self, part: str, *, course_id: int):
        """What was frozen of a part for its course, newest first."""
        return self.filter(kind=CompiledIssue.Kind.PART, course_id=course_id, part_uuid=part).order_by("-pk")

    def freeze(self, letter: CompiledLetter, *, issue=None, findings=(), **fields) -> "CompiledIssue":
        """The letter as an immutable row under its hash; `fields` are kind and created_by.

        A message of ours belongs to no issue: then `fields` hold its newsletter and its name.
        """
        if issue:
            fields["newsletter"] = issue.newsletter
        return self.create(
            issue=issue,
            language=letter.language,
            subject=letter.subject,
            preview_text=letter.preview_text,
            html=letter.html,
            text=letter.text,
            link_table=[asdict(link) for link in letter.links],
            slot_blocks=dict(letter.slot_blocks),
            boundary=letter.boundary,
            text_encoding=letter.text_encoding.value,
            html_encoding=letter.html_encoding.value,
            theme_sha256=letter.theme_sha256,
            source_revisions={str(page): revision for page, revision in letter.source_revisions.items()},
            compiler=letter.compiler,
            findings=[asdict(finding) for finding in findings],
            sha256=fingerprint(letter),
            **fields,
        )


class CompiledIssue(models.Model):
    """The bytes that will be handed over: fixed and hashed when scheduled, never changed (a trigger sees to it).

    A message of ours, such as a confirmation, is frozen once and serves everybody to whom it says the same.
    """

    class Kind(models.TextChoices):
        ISSUE = "issue"
        TEST = "test"
        MESSAGE = "message"
        PART = "part"

    public_id = models.UUIDField(default=uuid.uuid4, editable=False, unique=True)
    short_id = ShortIdField(max_length=SHORT_HEX, unique=True, editable=False)
    kind = models.CharField(max_length=8, choices=Kind)
    newsletter = models.ForeignKey("newsletter.Newsletter", on_delete=models.PROTECT, related_name="+")
    issue = models.ForeignKey("newsletter.Issue", null=True, on_delete=models.PROTECT, related_name="freezes")
    message = models.CharField(max_length=24, blank=True)  # which message of ours; empty for an issue
    course = models.ForeignKey("newsletter.Course", null=True, on_delete=models.PROTECT, related_name="freezes")
    part_uuid = models.UUIDField(null=True)
    language = models.CharField(max_length=12)
    subject = models.CharField(max_length=200)
    preview_text = models.CharField(max_length=200, blank=True)
    html = models.TextField()
    text = models.TextField()
    link_table = models.JSONField(default=list)
    slot_blocks = models.JSONField(default=dict)  # slot token -> block id, for findings
    boundary = models.CharField(max_length=60)
    text_encoding = models.CharField(max_length=20)
    html_encoding = models.CharField(max_length=20)
    theme_sha256 = models.CharField(max_length=64)
    source_revisions = models.JSONField(default=dict)  # page id -> revision id
    compiler = models.CharField(max_length=60)
    findings = models.JSONField(default=list)
    sha256 = models.CharField(max_length=64)
    created_at = models.DateTimeField(auto_now_add=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")

    objects = CompiledIssueQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="message", issue__isnull=True, course__isnull=True, part_uuid__isnull=True)
                & ~Q(message="")
                | Q(kind="part", issue__isnull=True, course__isnull=False, part_uuid__isnull=False, message="")
                | Q(kind__in=["issue", "test"], issue__isnull=False, course__isnull=True, message=""),
                name="compiled_for_an_issue_a_message_or_a_part",
            )
        ]
        indexes = [
            models.Index(fields=["newsletter", "message", "language"], name="compiled_messages"),
            models.Index(fields=["course", "part_uuid"], condition=Q(kind="part"), name="compiled_parts"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.sha256[:12]}"

    @property
    def letter(self) -> CompiledLetter:
        """The frozen letter, as it was compiled."""
        return CompiledLetter(
            subject=self.subject,
            preview_text=self.preview_text,
            html=self.html,
            text=self.text,
            links=tuple(Link(**link) for link in self.link_table),
            slot_blocks=self.slot_blocks,
            language=self.language,
            direction=direction_of(self.language),
            boundary=self.boundary,
            text_encoding=TransferEncoding(self.text_encoding),
            html_encoding=TransferEncoding(self.html_encoding),
            theme_sha256=self.theme_sha256,
            source_revisions={int(page): revision for page, revision in self.source_revisions.items()},
            compiler=self.compiler,
        )

    def says_the_same(self, letter: CompiledLetter) -> bool:
        """Whether the letter, which has no boundary yet, would be frozen to this row's bytes."""
        return fingerprint(replace(letter, boundary=self.boundary)) == self.sha256

    @property
    def is_withdrawn(self) -> bool:
        """Whether one of the articles that it shows may no longer be read on the site."""
        return any(not item.is_public for item in self.shown.select_related("article"))

    @property
    def is_unaltered(self) -> bool:
        """Whether the row still is what was frozen."""
        return fingerprint(self.letter) == self.sha256

    @property
    def seen_findings(self) -> tuple[Finding, ...]:
        """What preflight said when it was frozen."""
        return tuple(Finding(**{**row, "level": Level(row["level"])}) for row in self.findings)


class IssueItem(models.Model):
    """One article that a frozen issue shows: written at the freeze, asked by digests and by the archive."""

    compiled = models.ForeignKey(CompiledIssue, on_delete=models.CASCADE, related_name="shown")
    position = models.PositiveSmallIntegerField()
    article = models.ForeignKey("series.ArticlePage", null=True, on_delete=models.SET_NULL, related_name="+")
    part_uuid = models.UUIDField(null=True)
    mode = models.CharField(max_length=8)

    class Meta:
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["compiled", "position"], name="item_position_once")]

    def __str__(self) -> str:
        return f"{self.position}: {self.article}"

    @property
    def is_public(self) -> bool:
        """Whether anyone may read the article on the site now."""
        page = self.article
        return bool(page) and type(page).objects.readable().filter(pk=page.pk).exists()
