import secrets
from collections.abc import Iterator
from datetime import datetime
from itertools import groupby

from django.conf import settings
from django.db import models
from django.db.models import OuterRef, Subquery

from cms.core.calendar import tellable
from newsletter.core.consent_chain import SALT_BYTES, Line, committed, faults, hashed


class ConsentEventQuerySet(models.QuerySet):
    def standing(self, subscription):
        """The consent of a subscription, if the last word on it was a yes."""
        last = self.filter(subscription=OuterRef("subscription")).order_by("-seq").values("seq")[:1]
        return self.filter(subscription=subscription, action__in=ConsentEvent.YES, seq=Subquery(last))

    def faults(self) -> Iterator[str]:
        """What is wrong with the chains, in words, each with the pseudonym that it is about."""
        rows = self.order_by("subject", "seq").iterator(chunk_size=2000)
        for subject, chain in groupby(rows, key=lambda row: row.subject):
            for fault in faults(row.line for row in chain):
                yield f"{subject}: {fault}"

    def erase_evidence(self) -> None:
        """What is personal in these lines goes; the chain still holds."""
        self.update(evidence="", salt="")


class ConsentEvent(models.Model):
    """Who agreed to what words, when and how; or took it back. Append-only (a trigger sees to it).

    `subject` is the public id of the subscription: it stays, as a pseudonym, when the reader is erased.
    """

    class Action(models.TextChoices):
        REQUESTED = "requested"
        CONFIRMED = "confirmed"
        IMPORTED = "imported"
        ASKED_ONCE = "asked_once", "Asked once"
        RESTORED = "restored"
        WITHDRAWN = "withdrawn"

    class Method(models.TextChoices):
        PAGE = "page"
        EMBED = "embed"
        API = "api"
        IMPORT = "import"
        ONE_CLICK = "one_click"
        STAFF = "staff"
        MAILTO = "mailto"
        COMPLAINT = "complaint"
        PROVIDER = "provider"
        DEMO = "demo"

    YES = [Action.CONFIRMED, Action.IMPORTED, Action.RESTORED]

    subscription = models.ForeignKey(
        "newsletter.Subscription", null=True, on_delete=models.SET_NULL, related_name="consents"
    )
    subject = models.UUIDField(null=True, editable=False, db_index=True)
    purpose = models.CharField(max_length=40, db_default="", editable=False)
    seq = models.PositiveIntegerField()
    action = models.CharField(max_length=12, choices=Action)
    method = models.CharField(max_length=12, choices=Method)
    wording = models.TextField(blank=True, help_text="The words that the reader agreed to.")
    evidence = models.CharField(max_length=400, blank=True, help_text="How we know: a form, a file, a letter.")
    given_on = models.DateTimeField(help_text="When the reader said so.")
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    salt = models.CharField(max_length=2 * SALT_BYTES, db_default="", editable=False)
    commitment = models.CharField(max_length=64, db_default="", editable=False)
    prev_hash = models.CharField(max_length=64, db_default="", editable=False)
    hash = models.CharField(max_length=64, db_default="", editable=False)
    recorded_at = models.DateTimeField(auto_now_add=True)

    objects = ConsentEventQuerySet.as_manager()

    class Meta:
        ordering = ["subscription", "seq"]
        constraints = [models.UniqueConstraint(fields=["subscription", "seq"], name="consent_seq_once")]

    def __str__(self) -> str:
        return f"{self.action} by {self.method}"

    def save(self, *args, **kwargs):
        if self._state.adding:
            earlier = ConsentEvent.objects.filter(subscription=self.subscription_id, seq__lt=self.seq)
            self.seal(after=earlier.order_by("-seq").values_list("hash", flat=True).first() or "")
        super().save(*args, **kwargs)

    def seal(self, *, after: str = "") -> "ConsentEvent":
        """Fasten it to the chain behind the line with that hash; for rows that are made in bulk."""
        self.subject = self.subscription.public_id
        self.purpose = self.subscription.purpose
        self.salt = secrets.token_hex(SALT_BYTES)
        self.commitment = committed(self.evidence, salt=self.salt)
        self.prev_hash = after
        self.hash = hashed(self.line)
        return self

    @property
    def is_first_yes(self) -> bool:
        """A yes of the reader's own; an undo of leaving only brings an earlier one back."""
        return self.action in {self.Action.CONFIRMED, self.Action.IMPORTED}

    @property
    def told_on(self) -> datetime:
        """When the reader said so, as a page may tell it in any zone."""
        return tellable(self.given_on)

    @property
    def line(self) -> Line:
        """It as the chain sees it."""
        return Line(
            subject=str(self.subject),
            purpose=self.purpose,
            seq=self.seq,
            action=str(self.action),
            method=str(self.method),
            wording=self.wording,
            given_on=self.given_on,
            evidence=self.evidence,
            salt=self.salt,
            commitment=self.commitment,
            prev_hash=self.prev_hash,
            hash=self.hash,
        )
