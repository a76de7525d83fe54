"""What is logged, and where to: nothing with an address, a token or the name of a tender subject."""

ENGINE_LOGGERS = ("django_tasks", "django_tasks_db")
SERVER_LOGGERS = {
    "django.server": "INFO",
    "_granian": "WARNING",
    "granian.access": "INFO",
    "gunicorn.access": "INFO",
    "gunicorn.error": "WARNING",
}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"scrub": {"()": "cms.scrubbing.Scrub"}},
    "formatters": {"line": {"format": "{asctime} {levelname:<7} {name}: {message}", "style": "{"}},
    "handlers": {
        "console": {"class": "logging.StreamHandler", "formatter": "line", "filters": ["scrub"]},
        "warnings": {"class": "logging.StreamHandler", "formatter": "line", "filters": ["scrub"], "level": "WARNING"},
    },
    "root": {"handlers": ["console"], "level": "INFO"},
    "loggers": {
        # Wagtail's lines name pages, which may be about tender subjects; the engine's say only that it woke somebody,
        # flufl's that it reads; those of aiosmtpd ("mail") repeat the recipients.
        **{
            name: {"handlers": ["warnings"], "propagate": False}
            for name in ("wagtail", "flufl", "mail", *ENGINE_LOGGERS)
        },
        # Django's own handlers would mail a whole request, with all that was typed, to administrators.
        "django": {"handlers": [], "level": "INFO", "propagate": True},
        # Servers bring handlers of their own, which know nothing of our filter.
        **{
            name: {"handlers": ["console"], "level": level, "propagate": False}
            for name, level in SERVER_LOGGERS.items()
        },
    },
}
