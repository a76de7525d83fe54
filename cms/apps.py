from django.apps import AppConfig


class CmsConfig(AppConfig):
    """What any page is made of."""

    name = "cms"
    verbose_name = "Pages"
