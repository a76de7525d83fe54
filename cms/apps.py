from django.apps import AppConfig


class CmsConfig(AppConfig):
    """What any page is made of."""

    name = "cms"
    verbose_name = "Pages"

    def ready(self) -> None:
        from cms import checks  # noqa: F401, PLC0415 - models must be loaded before blocks are
