"""What others told us of our letters: stored under its own id before anybody tries to understand it."""

import json
from collections.abc import Sequence
from typing import NamedTuple

from django.db import connection, models

from cms.clock import Now
from newsletter.core.news import Kind
from newsletter.models.choices import choices
from newsletter.models.many_rows import NOW

# All facts travel as one parameter: a thousand rows as parameters of their own take longer to write than to find.
_FACTS = {
    "postgresql": """jsonb_to_recordset(%s::jsonb)
        AS v(id bigint, kind text, said text, verdict text, delivery bigint, forgets boolean)""",
    "sqlite": """(SELECT value ->> 'id' AS id, value ->> 'kind' AS kind, value ->> 'said' AS said,
        value ->> 'verdict' AS verdict, value ->> 'delivery' AS delivery, value ->> 'forgets' AS forgets
        FROM json_each(%s)) AS v""",
}
_KEEP = "INSERT INTO newsletter_inboundevent ({columns}) VALUES ({places}) ON CONFLICT DO NOTHING"
_SETTLE = """
UPDATE newsletter_inboundevent AS e SET kind = v.kind, said = v.said, verdict = v.verdict, delivery_id = v.delivery,
    applied_at = {now}, raw = CASE WHEN v.forgets THEN NULL ELSE e.raw END,
    recipient = CASE WHEN v.forgets THEN '' ELSE e.recipient END
FROM {facts} WHERE e.id = v.id
"""


class Settled(NamedTuple):
    """What was made of an event, and of which letter it spoke."""

    event: int
    kind: str
    said: str
    verdict: str
    delivery: int | None

    @property
    def facts(self) -> dict:
        """As the database reads them. Mail that names no letter of ours is somebody else's: it is not kept."""
        forgets = self.verdict in InboundEvent.FORGOTTEN
        told = {"kind": str(self.kind), "said": self.said, "verdict": str(self.verdict), "delivery": self.delivery}
        return {"id": self.event, **told, "forgets": forgets}


class InboundEventQuerySet(models.QuerySet):
    def waiting(self):
        """Stored and not yet applied, oldest first."""
        return self.filter(verdict=InboundEvent.Verdict.WAITING).order_by("pk")

    def keep(self, **fields) -> bool:
        """Write an event down; False for one that lies here already. One statement, whoever else does the same."""
        row = self.model(**fields)
        written = [each for each in row._meta.concrete_fields if each.name not in {"id", "received_at"}]  # noqa: SLF001 - Django's documented way to columns
        columns, places = ", ".join(each.column for each in written), ", ".join(["%s"] * len(written))
        values = [each.get_db_prep_save(getattr(row, each.attname), connection) for each in written]
        with connection.cursor() as cursor:
            cursor.execute(_KEEP.format(columns=columns, places=places), values)
            return cursor.rowcount == 1

    def settle(self, settled: Sequence[Settled]) -> None:
        """What was made of these events, in one statement."""
        if not settled:
            return
        sql = _SETTLE.format(facts=_FACTS[connection.vendor], now=NOW[connection.vendor])
        with connection.cursor() as cursor:
            cursor.execute(sql, [json.dumps([each.facts for each in settled])])

    def forget_words(self) -> None:
        """What arrived is forgotten, and what it said; that it arrived stays."""
        self.update(raw=None, said="", recipient="")


class InboundEvent(models.Model):
    """One thing that a provider or a mail server told us. The raw words go after 30 days, the verdict stays."""

    class Door(models.TextChoices):
        PROVIDER = "provider", "The provider told us"
        MAILBOX = "mailbox", "It lay in the mailbox of bounces"
        LMTP = "lmtp", "The mail server brought it"

    class Verdict(models.TextChoices):
        WAITING = "waiting", "Waits to be read"
        APPLIED = "applied", "Understood and applied"
        KNOWN = "known", "We knew it already"
        NOT_OURS = "not_ours", "It names no letter of ours, so it changed nothing"
        NOT_EXPECTED = "not_expected", "The letter had not left, so it changed nothing"
        IGNORED = "ignored", "An automatic reply, or mail that says nothing of a letter"
        OWN = "own", "Our own try of the way back"
        TOO_BIG = "too_big", "Too large to be read; its beginning is kept"
        FAILED = "failed", "We could not apply it; the log says where"

    FORGOTTEN = frozenset({Verdict.NOT_OURS, Verdict.IGNORED, Verdict.OWN})

    door = models.CharField(max_length=8, choices=Door)
    provider = models.CharField(max_length=20, blank=True)
    event_id = models.CharField(max_length=200, blank=True)
    digest = models.CharField(max_length=64, unique=True, help_text="SHA-256 of what arrived.")
    recipient = models.CharField(max_length=254, blank=True, help_text="An address of ours with its token.")
    raw = models.BinaryField(null=True)
    received_at = models.DateTimeField(db_default=Now())
    kind = models.CharField(max_length=12, choices=choices(Kind), blank=True)
    verdict = models.CharField(max_length=12, choices=Verdict, default=Verdict.WAITING)
    said = models.CharField(max_length=500, blank=True)
    delivery = models.ForeignKey("newsletter.Delivery", null=True, on_delete=models.SET_NULL, related_name="heard")
    applied_at = models.DateTimeField(null=True)

    objects = InboundEventQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["provider", "event_id"], condition=~models.Q(event_id=""), name="inbound_event_once"
            ),
        ]
        indexes = [
            models.Index(fields=["id"], condition=models.Q(verdict="waiting"), name="inbound_event_waiting"),
            models.Index(fields=["received_at"], name="inbound_event_received"),
        ]

    def __str__(self) -> str:
        return f"{self.get_door_display()}: {self.get_verdict_display().lower()}"
