from django.apps import AppConfig


class SeriesConfig(AppConfig):
    """What is written, and in which order."""

    name = "series"
    verbose_name = "Articles and series"

    def ready(self) -> None:
        from cms.api.wagtail_v2 import router  # noqa: PLC0415 - endpoints need loaded models
        from series import api  # noqa: PLC0415 - as above

        api.register(router)
