from django.apps import AppConfig


class SeriesConfig(AppConfig):
    """What is written, and in which order."""

    name = "series"
    verbose_name = "Articles and series"
