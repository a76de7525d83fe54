from django.conf import settings
from django.db import models


class ReaderNote(models.Model):
    """What staff wrote down about a reader, for colleagues; it goes with the reader."""

    LONGEST = 2_000

    subscriber = models.ForeignKey("newsletter.Subscriber", on_delete=models.CASCADE, related_name="notes")
    staff = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    words = models.TextField(max_length=LONGEST)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"Note on {self.subscriber}"
