"""What this installation decided about its newsletters, read from settings.PARTWISE into one frozen value."""

from dataclasses import dataclass
from pathlib import Path

from django.conf import settings


@dataclass(frozen=True, kw_only=True)
class Conf:
    """`base_url` has no slash at its end; `sending_domain` is the right side of Message-IDs and return paths."""

    base_url: str
    transport: str
    smtp_url: str
    outbox_dir: Path
    sending_domain: str


def conf() -> Conf:
    """The values as they are now: tests change settings."""
    own = settings.PARTWISE["newsletter"]
    return Conf(
        base_url=settings.PARTWISE["cms"]["base_url"],
        transport=own["transport"],
        smtp_url=own["smtp_url"],
        outbox_dir=Path(own["outbox_dir"]),
        sending_domain=own["sending_domain"],
    )
