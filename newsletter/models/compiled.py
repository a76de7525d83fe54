import uuid

from django.conf import settings
from django.db import models


class CompiledIssue(models.Model):
    """The bytes that will be handed over: fixed and hashed when scheduled, never changed (a trigger sees to it)."""

    class Kind(models.TextChoices):
        ISSUE = "issue"
        TEST = "test"

    public_id = models.UUIDField(default=uuid.uuid4, editable=False, unique=True)
    kind = models.CharField(max_length=8, choices=Kind)
    issue = models.ForeignKey("newsletter.Issue", on_delete=models.PROTECT, related_name="freezes")
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

    def __str__(self) -> str:
        return f"{self.kind} {self.sha256[:12]}"


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
