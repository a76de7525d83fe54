"""When the sending domain is looked at by itself: once a night, while few people wait for anything."""

from datetime import datetime, timedelta

HOUR = 3  # UTC


def latest_night(now: datetime) -> datetime:
    """The last time that a look was due. `now` is aware, in UTC."""
    tonight = now.replace(hour=HOUR, minute=0, second=0, microsecond=0)
    return tonight if tonight <= now else tonight - timedelta(days=1)
