from django.apps import AppConfig


class NewsletterConfig(AppConfig):
    """Who gets it, when, and what happened."""

    name = "newsletter"
    verbose_name = "Newsletters"
