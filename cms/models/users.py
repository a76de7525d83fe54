from zoneinfo import ZoneInfo

from django.contrib.auth.models import AbstractUser
from wagtail.users.models import UserProfile


class User(AbstractUser):
    """A person who logs in: staff. Public bylines are `series.Author`."""

    @property
    def zone(self) -> ZoneInfo:
        """The zone in which this person reads times, from their Wagtail profile."""
        return ZoneInfo(UserProfile.get_for_user(self).get_current_time_zone())
