from django.conf import settings
from django.db import models


class Split(models.Model):
    """A long article that became a series: remembered, so that the two can change places, and back."""

    article = models.OneToOneField("series.ArticlePage", on_delete=models.CASCADE, related_name="split")
    series = models.OneToOneField("series.SeriesPage", on_delete=models.CASCADE, related_name="split")
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)
    swapped_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.article} as a series"
